namespace Brasa.Sandbox;

/// <summary>Resources acquired one after the other, returned in reverse order. One that fails to return does not keep the others.</summary>
internal sealed class ResourceStack : IDisposable
{
    private readonly Stack<Action> returns = new();
    private readonly Lock gate = new();

    public T Push<T>(T resource) where T : IDisposable
    {
        Push(resource.Dispose);
        return resource;
    }

    public void Push(Action giveBack)
    {
        lock (gate) returns.Push(giveBack);
    }

    public void Dispose()
    {
        List<Exception>? failures = null;
        lock (gate)
        {
            while (returns.TryPop(out var giveBack))
            {
                try
                {
                    giveBack();
                }
                catch (Exception e)
                {
                    (failures ??= []).Add(e);
                }
            }
        }

        if (failures is not null) throw new SandboxException($"Not everything could be returned: {failures[0].Message}", new AggregateException(failures));
    }
}
