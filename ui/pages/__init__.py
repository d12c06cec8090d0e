"""One file per page; pages never import pages."""
