using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <param name="Run">Null for the newest.</param>
/// <param name="Session">What it does not say is as it was in that run.</param>
/// <param name="Rates">Nothing is done but to tell how it went so far.</param>
internal sealed record RecoverOptions(string? Run, SessionChoices Session, bool Rates, bool Json);
