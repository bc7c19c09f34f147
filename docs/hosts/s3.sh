#!/bin/sh
# Publishes a site that Kanbao built on Amazon S3, and tells CloudFront.
#
#     s3.sh SITE BUCKET [DISTRIBUTION]
set -eu
site=${1:?usage: s3.sh SITE BUCKET [DISTRIBUTION]}
bucket=s3://${2:?usage: s3.sh SITE BUCKET [DISTRIBUTION]}
distribution=${3:-}
forever="public, max-age=31536000, immutable"

# What carries its hash in its name goes first, so that no page asks for a file that is not there yet.
aws s3 sync "$site" "$bucket" --exclude '*' --include 'assets/*.wasm' \
    --content-type application/wasm --cache-control "$forever"
aws s3 sync "$site" "$bucket" --exclude '*' --include 'assets/*' --include 'data/*' \
    --exclude 'assets/*.wasm' --exclude data/bundle.json --cache-control "$forever"
# Then the pages, and last what says that there is something new.
aws s3 sync "$site" "$bucket" --exclude 'assets/*' --exclude 'data/*' \
    --exclude boot.js --exclude sw.js --exclude version.json --cache-control no-cache
for file in data/bundle.json boot.js sw.js version.json; do
    aws s3 cp "$site/$file" "$bucket/$file" --cache-control no-cache
done
if [ -n "$distribution" ]; then
    aws cloudfront create-invalidation --distribution-id "$distribution" --paths '/*'
fi
