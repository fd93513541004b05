using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using Microsoft.Extensions.AI;

namespace LwCoder.Commands.Demo;

/// <summary>In place of every model, the answers of `examples/quickstart/script.yaml`, kept in a cache like any other's.</summary>
internal sealed class ScriptedModels(PromptCache cache) : ILanguageModels
{
    public bool IsConfigured => true;

    public IChatClient Open(string? model = null) =>
        new ScriptedChatClient(Script.FromYaml(EmbeddedFiles.Read("quickstart/script.yaml"))).WithCache(cache);
}
