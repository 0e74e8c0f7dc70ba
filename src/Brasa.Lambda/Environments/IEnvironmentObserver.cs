namespace Brasa.Lambda.Environments;

/// <summary>Told what becomes of an environment.</summary>
internal interface IEnvironmentObserver
{
    /// <summary>Its INIT phase is over, with the function loaded or to be loaded with the first event; said once, before it first becomes idle.</summary>
    void Started(ExecutionEnvironment environment);

    /// <summary>It can take an event.</summary>
    void BecameIdle(ExecutionEnvironment environment);

    /// <summary>The host could not start it, or it was ended meanwhile; it will never take an event.</summary>
    void FailedToStart(ExecutionEnvironment environment, Exception why);

    /// <summary>It and all that belonged to it are gone.</summary>
    void Ended(ExecutionEnvironment environment);
}
