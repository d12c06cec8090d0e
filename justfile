# The tasks of a working day. `just` comes with the development packages: .venv/bin/just

set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

bin := if os_family() == "windows" { ".venv\\Scripts\\" } else { ".venv/bin/" }
base := if os_family() == "windows" { "py" } else { "python3" }
compile := bin + "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: --emit-build-options --no-emit-index-url --no-annotate --no-header --exclude-newer 7days"

walked := "tests/db/test_keys.py tests/db/test_sealing.py tests/db/test_ledger.py tests/db/test_log_places.py tests/db/test_backup.py tests/db/test_backup_damage.py tests/db/test_migrate.py tests/mdt/test_policy.py tests/mdt/test_policy_properties.py tests/mdt/test_kit_numbers.py tests/mdt/test_gate.py tests/mdt/test_outward.py tests/mdt/test_readers.py tests/db/test_log_rules.py tests/db/test_backup_steps.py"
whole := "db/keys.py,db/sealing.py,db/ledger.py,db/backup.py,db/migrate.py,mdt/policy/*"

# list the tasks
default:
    @{{ bin }}just --list --unsorted

# make .venv from the locks
setup:
    {{ base }} -m venv .venv
    {{ bin }}pip install -q --require-hashes -r .ci/requirements-dev.txt
    {{ bin }}pip install -q --no-deps --no-build-isolation -e .

# run the tests; arguments go to pytest
test *args:
    {{ bin }}python -m pytest -n auto {{ args }}

# every branch of keys, sealing, log, backup, migration and rights is walked by these tests; fails under 100 %
coverage:
    {{ bin }}python -m coverage run --source=db,mdt.policy -m pytest -q -n 0 {{ walked }}
    {{ bin }}python -m coverage report --show-missing --fail-under=100 --include={{ whole }}

# mutants of the same modules, each of which some test must notice; writes docs/mutants.md, fails where one of ten is spared. Takes an hour, not on Windows
mutants *modules:
    {{ bin }}python -m bench.mutants {{ modules }}

# style, types and import rules
lint:
    {{ bin }}ruff check .
    {{ bin }}ruff format --check .
    {{ bin }}mypy
    {{ bin }}lint-imports --no-logo

# ask for known faults of everything that is pinned; needs the network, and fails where a package could not be asked for
audit:
    {{ bin }}uv tool run --quiet --exclude-newer 7days --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r .ci/requirements.txt -r .ci/requirements-dev.txt -r .ci/requirements-build.txt

# everything that must hold before a commit
check: test lint

# the figures, serially, on this disk
bench *args:
    {{ bin }}python -m bench {{ args }}

# write docs/reference.md and the bill of materials again
docs:
    {{ bin }}python docs/make_reference.py
    {{ bin }}python docs/make_sbom.py

# move the locks: newest versions that are at least seven days old
lock:
    {{ compile }} --upgrade pyproject.toml -o .ci/requirements.txt
    {{ compile }} --upgrade pyproject.toml --group dev -c .ci/requirements.txt -o .ci/requirements-dev.txt
    {{ compile }} --upgrade --group build -c .ci/requirements-dev.txt -o .ci/requirements-build.txt

# open the demonstration desk
demo *args:
    {{ bin }}mdt-desk demo {{ args }}
