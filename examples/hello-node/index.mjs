let invocations = 0; // lives as long as the execution environment does

export const handler = async (event, context) => {
  invocations += 1;
  console.log(`greeting ${event.name ?? 'world'}`);
  return {
    message: `Hello, ${event.name ?? 'world'}!`,
    runtime: `Node.js ${process.version}`,
    memory: `${context.memoryLimitInMB} MB`,
    invocations,
  };
};
