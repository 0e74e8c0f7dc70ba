using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>A function as a request names it: by name, partial ARN or ARN, each with or without a qualifier.</summary>
/// <remarks>AWS Lambda API reference, GetFunction, <c>FunctionName</c>.</remarks>
internal readonly record struct FunctionReference(FunctionKey Key, string? Qualifier)
{
    /// <summary>The ARN as the request meant it.</summary>
    public string Arn => Qualifier is null ? Key.Arn : Key.QualifiedArn(Qualifier);

    /// <summary>Reads a name that satisfies the model's pattern.</summary>
    /// <param name="text">The request's <c>FunctionName</c>.</param>
    /// <param name="qualifier">The request's <c>Qualifier</c>, where the operation has one.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidParameterValueException">Name and qualifier contradict each other.</exception>
    /// <exception cref="ResourceNotFoundException">The ARN is of another region.</exception>
    public static FunctionReference Parse(string text, string? qualifier, RequestContext context)
    {
        var tokens = new Queue<string>(text.Split(':'));
        if (tokens.Count > 1 && tokens.Peek() == "arn")
        {
            tokens.Dequeue(); // arn
            if (tokens.Dequeue() is var partition && partition != Core.Identity.Arn.DefaultPartition)
                throw new ResourceNotFoundException($"Functions of the partition '{partition}' are not reachable here.");
            tokens.Dequeue(); // lambda
        }

        var region = tokens.Count > 1 && IsRegion(tokens.Peek()) ? tokens.Dequeue() : context.Region;
        var account = tokens.Count > 1 && Core.Identity.Arn.IsAccount(tokens.Peek()) ? tokens.Dequeue() : context.Account;
        if (tokens.Count > 1 && tokens.Peek() == "function") tokens.Dequeue();
        var name = tokens.Dequeue();
        var own = tokens.Count > 0 ? tokens.Dequeue() : null;

        if (own is not null && !string.IsNullOrEmpty(qualifier) && own != qualifier)
            throw new InvalidParameterValueException("The derived qualifier from the function name does not match the specified qualifier.");
        if (region != context.Region)
            throw new ResourceNotFoundException($"Functions from '{region}' are not reachable in this region ('{context.Region}')");

        return new FunctionReference(new FunctionKey(account, region, name), own ?? (string.IsNullOrEmpty(qualifier) ? null : qualifier));
    }

    /// <summary>Reads an ARN of any account and region, with a qualifier or without; <c>null</c> where it is no function's.</summary>
    public static FunctionReference? TryParseArn(string text)
    {
        if (Core.Identity.Arn.TryParse(text) is not { Service: "lambda", Partition: Core.Identity.Arn.DefaultPartition } arn) return null;
        return arn.Resource.Split(':') is ["function", { Length: > 0 } name, .. var qualifier] && qualifier is [] or [{ Length: > 0 }]
            ? new FunctionReference(new FunctionKey(arn.Account, arn.Region, name), qualifier is [var one] ? one : null)
            : null;
    }

    /// <summary>Whether it names the function, or the version that updates change, and no other.</summary>
    public bool IsLatest => Qualifier is null or FunctionVersion.Latest;

    /// <summary>This, where it names a function and nothing narrower.</summary>
    /// <exception cref="InvalidParameterValueException">It names a version or an alias.</exception>
    public FunctionReference RequireUnqualified() => Qualifier is null ? this : throw OnlyFunctions();

    /// <summary>This, where it names a function or its <c>$LATEST</c>.</summary>
    /// <exception cref="InvalidParameterValueException">It names a published version or an alias.</exception>
    public FunctionReference RequireLatest() => IsLatest ? this : throw OnlyFunctions();

    /// <summary>The version that this means of <paramref name="function"/>, by itself or by an alias.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such version or alias.</exception>
    public FunctionVersion RequireFound(Function function) => function.Find(Qualifier)
        ?? throw (Qualifier!.All(char.IsAsciiDigit) ? FunctionStore.NotFound(Arn) : new ResourceNotFoundException($"Cannot find alias arn: {Arn}"));

    private static InvalidParameterValueException OnlyFunctions() =>
        new("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");

    private static bool IsRegion(string token) => token.Count(c => c == '-') >= 2 && char.IsAsciiDigit(token[^1]);
}
