exports.handler = (event) => new Promise((resolve) => setTimeout(resolve, event.seconds * 1000, event));
