namespace Brasa.Services.Billing;

/// <summary>Delivers a budget's alerts.</summary>
public interface IAlertSender
{
    /// <summary>Delivers one to wherever the budget says; returns when that is done, or was tried often enough.</summary>
    Task SendAsync(Budget budget, ReadOnlyMemory<byte> alert, CancellationToken ct);
}
