#!/bin/sh
# Publishes a site that Kanbao built on Aliyun OSS, with ossutil 2.
#
#     oss.sh SITE BUCKET
set -eu
site=${1:?usage: oss.sh SITE BUCKET}
bucket=oss://${2:?usage: oss.sh SITE BUCKET}
forever="public, max-age=31536000, immutable"

# What carries its hash in its name goes first, so that no page asks for a file that is not there yet.
ossutil sync "$site/assets/" "$bucket/assets/" --include '*.wasm' \
    --content-type application/wasm --cache-control "$forever"
ossutil sync "$site/assets/" "$bucket/assets/" --exclude '*.wasm' --cache-control "$forever"
ossutil sync "$site/data/" "$bucket/data/" --exclude bundle.json --cache-control "$forever"
# Then the pages, and last what says that there is something new.
ossutil sync "$site/" "$bucket/" --exclude 'assets/*' --exclude 'data/*' \
    --exclude boot.js --exclude sw.js --exclude version.json --cache-control no-cache
for file in data/bundle.json boot.js sw.js version.json; do
    ossutil cp "$site/$file" "$bucket/$file" --force --cache-control no-cache
done
