#!/usr/bin/env bash
# The door to the build: ./build.sh TARGET. All logic is in build.cs; this only finds dotnet.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cd -- "$root"

# dotnet does nothing without a home directory it can write to, and some service accounts have none.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    export HOME="$root/out/home"
    mkdir -p -- "$HOME"
fi

dotnet=
for candidate in "${DOTNET_ROOT:-}/dotnet" "$(command -v dotnet || true)" /usr/share/dotnet/dotnet \
    /usr/lib/dotnet/dotnet "${HOME:-}/.dotnet/dotnet"; do
    # --version fails when no installed SDK satisfies global.json
    if [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
        dotnet=$candidate
        break
    fi
done
if [ -z "$dotnet" ]; then
    echo "build.sh: no .NET SDK found that satisfies global.json (10.0.400 or a later 10.0.4xx)." >&2
    echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0," >&2
    echo "then put dotnet on PATH or set DOTNET_ROOT." >&2
    exit 1
fi

# No build server outlives the build: each would hold memory and files of this tree.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
exec "$dotnet" run --file "$root/build.cs" -- "$@"
