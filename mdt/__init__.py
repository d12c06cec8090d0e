"""The work of the desk and its rules; knows nothing of Qt, SQL or cryptography."""
