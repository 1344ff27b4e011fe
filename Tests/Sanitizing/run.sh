#!/bin/sh
# Passes the whole test suite under the sanitizers: run.sh [address|thread]..., both where none is named.
#
# The commands that the end-to-end tests start are sanitized too, and inherit the options. Reports go to files, because
# a daemon's standard error goes nowhere; any report fails the run, whatever the tests made of it.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
here=$PWD/Tests/Sanitizing
# The runtime's own backtraces wait in vain for a process that a sanitizer is holding.
export SWIFT_BACKTRACE=enable=no

for kind in ${*:-address thread}; do
  case $kind in address) scratch=.build/asan ;; *) scratch=.build/tsan ;; esac
  reports=$PWD/$scratch/reports
  rm -rf "$reports"
  mkdir -p "$reports"
  case $kind in
    address)
      export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=0:suppressions=$here/addresses.supp:malloc_context_size=60:log_path=$reports/report"
      export LSAN_OPTIONS="suppressions=$here/leaks.supp:print_suppressions=0:log_path=$reports/report" ;;
    thread)
      export TSAN_OPTIONS="suppressions=$here/races.supp:second_deadlock_stack=1:log_path=$reports/report" ;;
    *) echo "run.sh: $kind is neither address nor thread" >&2; exit 64 ;;
  esac
  echo "== the $kind sanitizer" >&2
  $swift build --build-tests --sanitize="$kind" --scratch-path "$scratch" ${SANITIZE_OPTIONS:-}
  status=0
  # One test after the other: ten times slower and all at once, they would keep each other waiting for minutes.
  $swift test --skip-build --no-parallel --sanitize="$kind" --scratch-path "$scratch" || status=$?
  for report in "$reports"/*; do
    [ -e "$report" ] || continue
    status=1
    echo "== $report" >&2
    cat "$report" >&2
  done
  [ $status = 0 ] || { echo "the tests do not pass under the $kind sanitizer" >&2; exit 1; }
  echo "the tests pass under the $kind sanitizer" >&2
done
