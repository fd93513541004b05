namespace LwCoder.Models;

/// <summary>There is no model to ask: none is named, or there is no key for it.</summary>
internal sealed class ModelNotConfigured(string message, string hint) : UserError(message, hint, ExitCode.Environment);
