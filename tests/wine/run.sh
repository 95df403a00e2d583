#!/bin/bash
# Windows programs under Wine.
#
#   run.sh DIRECTORY PROGRAM [ARGUMENTS...]
#       runs one program in a Wine prefix of its own below DIRECTORY and prints what it printed; the exit code is 0 only
#       when an xunit summary without failures came out of it, or, for other programs, when it ended with 0
#   run.sh
#       checks that our published programs (PEDOS_BIN_WIN) start and speak; ends with the closing line that the build
#       reads; uses WINEPREFIX as it is
#
# WINE_TIMEOUT: seconds a program may take (default 300).
set -u

wine=/usr/lib/wine/wine64
server=/usr/lib/wine/wineserver64
limit=${WINE_TIMEOUT:-300}
# At random addresses one program in some thousands does not start: the loader's heap is where Wine wants a page.
fixed=(setarch --addr-no-randomize)
"${fixed[@]}" true 2>/dev/null || fixed=()
export WINEDEBUG=${WINEDEBUG:--all} LANG=C.UTF-8 DOTNET_EnableWriteXorExecute=0
# Without winedbg=d an unhandled exception would end with exit code 0.
export WINEDLLOVERRIDES="mshtml=;winedbg.exe=d"

# Wine's background processes keep standard output open for as long as they live: programs write to a file.
run_to_file() {
    local output=$1 time=$2
    shift 2
    timeout --kill-after=10 "$time" "${fixed[@]}" "$wine" "$@" >"$output" 2>&1 </dev/null
}

verdict() {
    local output=$1 code=$2
    local summary
    summary=$(grep -aE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$output" | tail -n 1)
    if [ -z "$summary" ]; then
        return "$code"
    fi

    # The summary counts; the exit code must agree, since a crash after it is a failure, too.
    if [[ $summary =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+) ]] \
        && [ "${BASH_REMATCH[1]}" -gt 0 ] && [ "${BASH_REMATCH[2]}" -eq 0 ] && [ "${BASH_REMATCH[3]}" -eq 0 ]; then
        return "$code"
    fi

    return $((code == 0 ? 1 : code))
}

run_one() {
    local directory
    directory=$(mkdir -p "$1" && cd "$1" && pwd) || exit 125
    shift
    export WINEPREFIX=$directory/prefix
    local output=$directory/output.txt code=0
    trap '"$server" -k' EXIT
    if [ ! -f "$WINEPREFIX/system.reg" ]; then
        mkdir -p "$WINEPREFIX"
        run_to_file "$output" 120 wineboot -i && run_to_file "$output" 60 winecfg -v win10 \
            || { cat "$output"; echo "a Wine prefix cannot be made in $WINEPREFIX"; exit 125; }
        # Its first service manager leaves a while later; two at a time share the calls between them.
        timeout 60 "$server" -w
    fi

    run_to_file "$output" "$limit" "$@" || code=$?
    cat "$output"
    [ "$code" -ne 124 ] || echo "$1 did not end within $limit s"
    verdict "$output" "$code"
    exit $?
}

# check NAME EXPECTED-CODE EXPECTED-TEXT PROGRAM [ARGUMENTS...]
check() {
    local name=$1 expected=$2 text=$3 code=0
    shift 3
    run_to_file "$scratch/output.txt" 60 "$@" || code=$?
    if [ "$code" -eq "$expected" ] && grep -qaF -- "$text" "$scratch/output.txt"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $name ended with $code instead of $expected, or did not say \"$text\""
        sed 's/^/    /' "$scratch/output.txt"
    fi
}

check_programs() {
    local programs=${PEDOS_BIN_WIN:?the folder of the published programs}
    passed=0 failed=0
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    check "qrexec-client-vm --help" 0 "usage: qrexec-client-vm" "$programs/qrexec-client-vm.exe" --help
    check "qrexec-client-vm without arguments" 2 "usage: qrexec-client-vm" "$programs/qrexec-client-vm.exe"
    check "qrexec-agent with a wrong option" 2 "usage: qrexec-agent" "$programs/qrexec-agent.exe" --no-such-option
    for program in pedosdb pedos-rpc setup; do
        check "$program --help" 0 "usage: $program" "$programs/$program.exe" --help
    done
    for program in PedOSdb-daemon network-setup; do
        check "$program with a wrong option" 2 "usage: $program" "$programs/$program.exe" --no-such-option
    done
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

if [ $# -ge 2 ]; then
    run_one "$@"
elif [ $# -eq 0 ]; then
    check_programs
else
    sed -n '2,12p' "$0"
    exit 2
fi
