namespace Brasa.Services.Sqs.Delivery;

/// <summary>What became of a change of a message's visibility.</summary>
internal enum VisibilityChange
{
    Done,

    /// <summary>The message is gone, or others have received it since.</summary>
    NotThere,

    /// <summary>Others may receive it already.</summary>
    NotInFlight,

    /// <summary>It would be hidden for more than twelve hours altogether.</summary>
    TooLong,
}
