"""``python -m messages.documents``: a document's data comes in as JSON, its bytes go out, and the process is gone.

Whoever wants a document runs this beside themselves: the libraries that make documents are slow to load and slow to
work, and keep what memory they once had. An argument names the folder of the operator's own Word templates.
"""

import json
import sys
from pathlib import Path

from messages.documents.making import make


def main() -> None:
    """Read the data from standard input, write the document to standard output."""
    templates = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.stdout.buffer.write(make(json.load(sys.stdin.buffer), templates))


if __name__ == "__main__":
    main()
