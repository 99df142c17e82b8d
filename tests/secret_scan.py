"""Look for keys, tokens and passwords in every line that any commit ever added: `make check`."""

import re
import subprocess
import sys
from pathlib import Path, PurePath

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings

SITE = Path(__file__).resolve().parent.parent
# Digests and pins look as random as keys do.
TOO_EAGER = {"Base64HighEntropyString", "HexHighEntropyString"}
# Tests sign in with passwords of their own making; a key with a form is looked for there too.
MADE_UP_IN_TESTS = {"Secret Keyword", "Basic Auth Credentials"}
# What the documentation writes where a password goes, and a limit that is named for one.
NO_SECRETS = re.compile(r"user:password@|\"reset_password\": \"\d+/m/ip")
# Files that are never committed, whatever is in them.
NEVER = ("*.env", ".env.*", "*.sqlite3", "*.pem", "*.key", "*.p12", "id_rsa", "*.kdbx", ".netrc")


def history(folder):
    """Return each line that was ever added, with the file that it was first added to."""
    command = ["git", "log", "--patch", "--unified=0", "--format=", "--no-color", "--no-ext-diff"]
    command += ["--text", "--reverse"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    lines, name = {}, ""
    for line in done.stdout.decode(errors="replace").splitlines():
        if line.startswith("+++ "):
            name = line.removeprefix("+++ b/")
        elif line.startswith("+"):
            lines.setdefault(line[1:], name)
    return lines


def files_ever(folder):
    command = ["git", "log", "--format=", "--name-only", "--diff-filter=AR"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    return set(done.stdout.splitlines())


def secrets_in(lines):
    """Yield the file and the kind of each secret, never its own words."""
    names = {kind.__name__ for kind in get_mapping_from_secret_type_to_class().values()}
    plugins = [{"name": name} for name in sorted(names - TOO_EAGER)]
    with transient_settings({"plugins_used": plugins}):
        for line, name in lines.items():
            for secret in scan_line(line):
                made_up = name.startswith("tests/") and secret.type in MADE_UP_IN_TESTS
                if not made_up and not NO_SECRETS.search(line):
                    yield f"{name}: {secret.type}"


def found_in(folder):
    kept = {
        f"{name}: a file that is never committed"
        for name in files_ever(folder)
        if any(PurePath(name).match(pattern) for pattern in NEVER)
    }
    return sorted(kept | set(secrets_in(history(folder))))


if __name__ == "__main__":
    sys.exit("\n".join(found_in(SITE)) or 0)
