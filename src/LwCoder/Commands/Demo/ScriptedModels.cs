using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using Microsoft.Extensions.AI;

namespace LwCoder.Commands.Demo;

/// <summary>
/// In place of every model, the answers of `examples/quickstart/script.yaml` and <see cref="LearntPrompts"/>, kept in a cache
/// like any other's.
/// </summary>
internal sealed class ScriptedModels(PromptCache cache) : ILanguageModels
{
    public bool IsConfigured => true;

    public IChatClient Open(string? model = null)
    {
        var written = Script.FromYaml(EmbeddedFiles.Read("quickstart/script.yaml"));
        return new ScriptedChatClient(new Script([.. written.Entries, LearntPrompts.Answer()])).WithCache(cache);
    }
}
