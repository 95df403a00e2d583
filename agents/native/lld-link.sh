#!/bin/sh
# lld-link for a response file that begins with a byte order mark, which it would take for a part of the first argument.
# Called by the build as: lld-link.sh @FILE
set -eu
file=${1#@}
sed '1s/^\xEF\xBB\xBF//' "$file" >"$file.plain"
exec lld-link "@$file.plain"
