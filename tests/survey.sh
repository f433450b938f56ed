#!/bin/sh
# survey.sh: texts in the manner of captures, each a folder with text.txt and truth.marks, what an editor would say of it;
# what `survey` proposes from the text alone must come near to it, must weave without an error, and must take no time.
exec python3 -B tests/survey.py "$TOOL" "$OUT/survey" tests/survey/*/
