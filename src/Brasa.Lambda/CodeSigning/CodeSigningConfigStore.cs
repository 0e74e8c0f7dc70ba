using System.Collections.Immutable;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.CodeSigning;

/// <summary>Code signing configurations: durable in the resource store, and all of them in memory. Changes of them, and functions that come to
/// refer to one, take turns: so none is deleted that a function refers to.</summary>
internal sealed class CodeSigningConfigStore(IResourceStore store) : IDisposable
{
    private const string Service = "lambda";
    private const string Kind = "code-signing-config";

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>By ARN.</summary>
    private volatile ImmutableSortedDictionary<string, SigningConfig> configs = ImmutableSortedDictionary.Create<string, SigningConfig>(StringComparer.Ordinal);

    /// <summary>Reads all configurations into memory; before that, there are none.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var loaded = configs.ToBuilder();
        await foreach (var item in store.ReadAllAsync(new ResourcePrefix(Service, Kind), ct))
        {
            var config = JsonSerializer.Deserialize(item.Document.Span, CodeSigningJson.Default.SigningConfig)
                ?? throw new InvalidDataException($"{item.Key} holds no code signing configuration.");
            loaded[config.Arn] = config;
        }

        configs = loaded.ToImmutable();
    }

    /// <summary>An account's configurations in a region, by id.</summary>
    public IEnumerable<SigningConfig> List(string account, string region) =>
        configs.Values.Where(config => config.Account == account && config.Region == region);

    /// <summary>The configuration that a request is about.</summary>
    /// <exception cref="ResourceNotFoundException">The caller has none of that ARN in this region.</exception>
    public SigningConfig Get(string arn, RequestContext context) =>
        Find(arn, context.Account, context.Region) ?? throw new ResourceNotFoundException($"The Lambda code signing configuration {arn} can not be found.");

    /// <summary>The configuration of that ARN, whosever it is, or <c>null</c>.</summary>
    public SigningConfig? Find(string arn) => configs.GetValueOrDefault(arn);

    /// <summary>The configuration that a function is to use, or uses.</summary>
    /// <exception cref="CodeSigningConfigNotFoundException">The function's account has none of that ARN in the function's region.</exception>
    public SigningConfig Require(string arn, FunctionKey function) =>
        Find(arn, function.Account, function.Region)
        ?? throw new CodeSigningConfigNotFoundException($"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {arn}.");

    /// <summary>Makes a function refer to a configuration.</summary>
    /// <param name="arn">The configuration.</param>
    /// <param name="function">The function.</param>
    /// <param name="refer">Stores the function with the reference.</param>
    /// <param name="ct">Ends the wait for a turn.</param>
    /// <exception cref="CodeSigningConfigNotFoundException">There is no such configuration.</exception>
    public Task ReferAsync(string arn, FunctionKey function, Func<Task> refer, CancellationToken ct) =>
        InTurnAsync(() =>
        {
            Require(arn, function);
            return refer();
        }, ct);

    public Task AddAsync(SigningConfig config, CancellationToken ct) => InTurnAsync(() => WriteAsync(config, ct), ct);

    /// <summary>Replaces a configuration by what <paramref name="change"/> makes of it.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that ARN.</exception>
    public async Task<SigningConfig> UpdateAsync(string arn, RequestContext context, Func<SigningConfig, SigningConfig> change, CancellationToken ct)
    {
        SigningConfig changed = null!;
        await InTurnAsync(() => WriteAsync(changed = change(Get(arn, context)), ct), ct);
        return changed;
    }

    /// <summary>Deletes a configuration.</summary>
    /// <param name="arn">The configuration.</param>
    /// <param name="context">The request.</param>
    /// <param name="check">Throws where a function uses it.</param>
    /// <param name="ct">Ends the wait for the disk.</param>
    /// <exception cref="ResourceNotFoundException">There is none of that ARN.</exception>
    public Task RemoveAsync(string arn, RequestContext context, Action<SigningConfig> check, CancellationToken ct) =>
        InTurnAsync(async () =>
        {
            var config = Get(arn, context);
            check(config);
            await store.WriteAsync([new ResourceWrite(StoreKey(config), null)], ct);
            configs = configs.Remove(arn);
        }, ct);

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private SigningConfig? Find(string arn, string account, string region) =>
        configs.TryGetValue(arn, out var config) && config.Account == account && config.Region == region ? config : null;

    private async Task WriteAsync(SigningConfig config, CancellationToken ct)
    {
        await store.WriteAsync([new ResourceWrite(StoreKey(config), JsonSerializer.SerializeToUtf8Bytes(config, CodeSigningJson.Default.SigningConfig))], ct);
        configs = configs.SetItem(config.Arn, config);
    }

    private async Task InTurnAsync(Func<Task> change, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await change();
        }
        finally
        {
            turn.Release();
        }
    }

    private static ResourceKey StoreKey(SigningConfig config) => new(Service, Kind, config.Account, config.Region, config.Id);
}
