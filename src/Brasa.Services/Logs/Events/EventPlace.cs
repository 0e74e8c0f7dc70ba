using System.Globalization;
using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Services.Logs.Events;

/// <summary>Places of events as texts that are handed out: ids, and the tokens of pages.</summary>
internal static class EventPlace
{
    private const ulong FnvOffset = 14_695_981_039_346_656_037, FnvPrime = 1_099_511_628_211, EighteenDigits = 1_000_000_000_000_000_000;

    /// <summary>An event's id: 56 digits as AWS's, ordered as events of a group are.</summary>
    public static string IdOf(LogGroupKey group, LogPosition position) => string.Create(
        CultureInfo.InvariantCulture, $"{position.Timestamp:D19}{position.Sequence:D19}{NumberOf(group) % EighteenDigits:D18}");

    /// <summary>A page's token: what kind of token it is, and the place it leads on from.</summary>
    public static string Write(char kind, LogPosition place) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{place.Timestamp}/{place.Sequence}");

    /// <summary>What a token says.</summary>
    /// <exception cref="Brasa.Contracts.Logs.InvalidParameterException">It is none that was given out.</exception>
    public static (char Kind, LogPosition Place) Read(string token) =>
        token.Split('/') is [{ Length: 1 } kind, var time, var sequence]
            && long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var timestamp)
            && long.TryParse(sequence, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? (kind[0], new LogPosition(timestamp, number))
                : throw LogErrors.InvalidToken;

    /// <summary>Tells groups apart: FNV-1a of a group's names.</summary>
    private static ulong NumberOf(LogGroupKey group)
    {
        var hash = FnvOffset;
        foreach (var next in Encoding.UTF8.GetBytes($"{group.Account}/{group.Region}/{group.Name}")) hash = (hash ^ next) * FnvPrime;
        return hash;
    }
}
