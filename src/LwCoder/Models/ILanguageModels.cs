using Microsoft.Extensions.AI;

namespace LwCoder.Models;

/// <summary>
/// The language models lw_coder itself may use, for prompts, judges and the built-in agent, as the environment, the env files
/// and `[lm]` set them up.
/// </summary>
internal interface ILanguageModels
{
    /// <summary>True when a call could be made: there is an endpoint, and a key where it needs one.</summary>
    bool IsConfigured { get; }

    /// <summary>What of the configuration is not used and why, one sentence each.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>
    /// Opens a model. Answers come from the cache where they can; each response says whether it did.
    /// </summary>
    /// <param name="model">As the provider calls it, or an alias of `[models]`; null for the configured one.</param>
    /// <exception cref="UserError">With <see cref="ExitCode.Environment"/> when nothing is configured, and where to.</exception>
    IChatClient Open(string? model = null);
}
