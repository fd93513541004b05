using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Scripting;
using Microsoft.Extensions.AI;

namespace LwCoder.Commands.Demo;

/// <summary>In place of every model, the answers of `examples/quickstart/script.yaml`.</summary>
internal sealed class ScriptedModels : ILanguageModels
{
    public bool IsConfigured => true;

    public IChatClient Open(string? model = null) =>
        new ScriptedChatClient(Script.FromYaml(EmbeddedFiles.Read("quickstart/script.yaml")));
}
