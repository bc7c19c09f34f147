#!/bin/sh
# Publishes a site that Kanbao built on Tencent Cloud COS, with coscli.
#
#     cos.sh SITE BUCKET          BUCKET is an alias or examplebucket-1250000000
set -eu
site=${1:?usage: cos.sh SITE BUCKET}
bucket=cos://${2:?usage: cos.sh SITE BUCKET}
forever="Cache-Control:public, max-age=31536000, immutable"

# What carries its hash in its name goes first, so that no page asks for a file that is not there yet.
coscli sync "$site/assets/" "$bucket/assets/" -r --include '.*\.wasm$' --meta "$forever#Content-Type:application/wasm"
coscli sync "$site/assets/" "$bucket/assets/" -r --exclude '.*\.wasm$' --meta "$forever"
coscli sync "$site/data/" "$bucket/data/" -r --exclude 'bundle\.json$' --meta "$forever"
# Then the pages, and last what says that there is something new.
coscli sync "$site/" "$bucket/" -r --exclude '/(assets|data)/|/(boot\.js|sw\.js|version\.json)$' --meta "Cache-Control:no-cache"
for file in data/bundle.json boot.js sw.js version.json; do
    coscli cp "$site/$file" "$bucket/$file" --meta "Cache-Control:no-cache"
done
