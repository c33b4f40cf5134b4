export default {
  input: 'openapi.json',
  output: { path: 'hey-api', importFileExtension: '.js' },
  logs: { level: 'warn' },
};
