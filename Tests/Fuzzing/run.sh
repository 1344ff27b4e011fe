#!/bin/sh
# Builds the fuzz targets and runs one: run.sh [TARGET [SECONDS]], see CONTRIBUTING.md. A finding ends the run with an
# error and stands in .build/fuzz/findings; `run.sh TARGET 0 FILE` tries one file.
set -eu
cd "$(dirname "$0")/../.."
target=${1:-feed}
seconds=${2:-600}
swiftc=${SWIFTC:-swiftc}
build=.build/fuzz
mkdir -p $build/modules $build/corpus/"$target" $build/seeds $build/findings

# --- building: the library is instrumented for coverage, and checks addresses and leaks ------------------------------

features="-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility"
sanitized="-O -g -enable-testing -sanitize=fuzzer,address"
xml=$(pkg-config --cflags libxml-2.0)
clang=
for flag in $xml; do clang="$clang -Xcc $flag"; done
for map in Sources/CXML Tests/Fuzzing/CSanitizer; do clang="$clang -Xcc -fmodule-map-file=$map/module.modulemap"; done

objects=
for module in News Parsing Subscriptions; do
  object=$build/modules/$module.o
  objects="$objects $object"
  # A room is built again where one of its files, or of the values', is newer.
  if [ -e "$object" ] && [ -z "$(find Sources/News Sources/CXML Sources/$module -newer "$object" -type f)" ]; then continue; fi
  echo "building $module" >&2
  $swiftc $features $sanitized $clang -parse-as-library -wmo -module-name $module -I $build/modules \
    -emit-module -emit-module-path $build/modules/$module.swiftmodule -c Sources/$module/*.swift -o "$object"
done
program=$build/habari-fuzz
if [ ! -e $program ] || [ -n "$(find Tests/Fuzzing $objects -newer $program -type f)" ]; then
  echo "building the targets" >&2
  $swiftc $features $sanitized $clang -parse-as-library -use-ld=lld -module-name Fuzzing -I $build/modules \
    Tests/Fuzzing/*.swift $objects $(pkg-config --libs libxml-2.0) -o $program
fi

# --- seeds: the documents of the parser's tests, without their expectations ------------------------------------------

rm -rf "$build/seeds/$target"
mkdir -p "$build/seeds/$target"
case $target in
  feed|page|item|text)
    for file in Tests/ParsingTests/Fixtures/*; do
      case $file in *.expected.json) ;; *) cp "$file" "$build/seeds/$target/" ;; esac
    done ;;
esac

# Some targets have seeds of their own.
own=Tests/Fuzzing/Corpus/$target
[ -d "$own" ] || own=

# --- running ---------------------------------------------------------------------------------------------------------

export FUZZ_TARGET="$target"
# The runtime's own backtraces would wait for a debugger that a sanitized process does not let in.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1:malloc_context_size=8:quarantine_size_mb=32}"
if [ $# -gt 2 ]; then exec $program -timeout=10 "$3"; fi
case $target in date) max=64 ;; *) max=8192 ;; esac
exec $program -max_total_time="$seconds" -max_len=$max -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=64 \
  -dict=Tests/Fuzzing/feed.dict -artifact_prefix=$build/findings/"$target"- -print_final_stats=1 ${FUZZ_OPTIONS:-} \
  $build/corpus/"$target" $own "$build/seeds/$target"
