/**
 * What CloudFront runs for every address of the page: one without a file's ending is the page itself, which finds its
 * own way by the path.
 */
export const pageAddress = `function handler(event) {
  var request = event.request;
  var last = request.uri.split('/').pop();
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`;
