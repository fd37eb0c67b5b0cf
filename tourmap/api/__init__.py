"""House rules of the API: problems, pages, parameters, fields, renderers, throttles. No model."""
