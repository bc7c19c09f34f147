// A CloudFront function for viewer requests: S3 knows no index page below the root.
function handler(event) {
  var request = event.request;
  if (request.uri.endsWith("/")) request.uri += "index.html";
  return request;
}
