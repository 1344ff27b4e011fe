#!/bin/sh
# Prints a feed list (OPML) of the sample feeds with file: addresses.
#
#   seeds/make-opml.sh [DIR]    DIR: where the sample feeds stand; the folder of this script unless given
set -eu

folder=$(cd -- "${1:-$(dirname -- "$0")}" && pwd)

# The path as part of an address (RFC 3986) inside an attribute of XML: what either could mistake is %-encoded.
address=$(printf '%s' "$folder" | sed \
    -e 's/%/%25/g' -e 's/ /%20/g' -e 's/#/%23/g' -e 's/?/%3F/g' -e 's/"/%22/g' -e "s/'/%27/g" \
    -e 's/</%3C/g' -e 's/>/%3E/g' -e 's/&/%26/g' -e 's/\\/%5C/g')

outline() {
    if [ ! -r "$folder/$1" ]; then
        echo "make-opml.sh: $folder/$1: no such sample feed" >&2
        exit 1
    fi
    echo "    <outline type=\"rss\" text=\"$2\" xmlUrl=\"file://$address/$1\" category=\"$3\"${4:+ country=\"$4\"}/>"
}

cat <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!-- Sample feeds: written for Habari, not news. -->
<opml version="2.0">
  <head>
    <title>Habari sample feeds</title>
  </head>
  <body>
END
outline nairobi-ledger.xml "Habari sample: The Nairobi Ledger" "sample,press" KE
outline potomac-dispatch.atom "Habari sample: Potomac Dispatch" "sample,press" US
outline sauti-ya-pwani.xml "Habari sample: Sauti ya Pwani" "sample,press,sw" KE
outline courrier-des-caps.atom "Habari sample: Le Courrier des Caps" "sample,press,fr" FR
outline east-africa-headlines.rdf "Habari sample: East Africa Headlines" "sample,aggregator" ""
outline mizigo-market-notes.xml "Habari sample: Mizigo Market Notes" "sample,business" KE
cat <<'END'
  </body>
</opml>
END
