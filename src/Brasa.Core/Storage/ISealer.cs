namespace Brasa.Core.Storage;

/// <summary>Encrypts what must not be readable where it is stored.</summary>
public interface ISealer
{
    /// <summary>The text, encrypted; each time anew.</summary>
    /// <param name="text">What is secret.</param>
    /// <param name="owner">What it belongs to, as an ARN: it opens for no other.</param>
    string Seal(string text, string owner);

    /// <summary>What <see cref="Seal"/> was given.</summary>
    /// <exception cref="IOException">It was sealed with another key or for another owner, or has been changed.</exception>
    string Open(string sealedText, string owner);
}
