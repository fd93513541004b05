using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Models;
using LwCoder.Optimization.Decomposition;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Planning;

/// <summary>`plan decompose`: splits a plan that is there into subtasks.</summary>
internal sealed class PlanSplit(
    RepositoryReader repositories,
    SettingsReader settingsReader,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment,
    Func<Settings, EnvironmentSources, ILanguageModels> openModels,
    PlanSplitting splitting,
    Narrator narrator,
    TextWriter output)
{
    public async Task<int> RunAsync(PlanOptions.Split options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var path = PlanCatalog.In(StateFolder.Of(repository.Root)).Resolve(options.Plan, workingDirectory);
        var settings = settingsReader.Read(repository.Root);
        var models = openModels(settings, EnvironmentSources.Read(settings, repository.Root, home, environment));
        foreach (var warning in models.Warnings)
        {
            narrator.Warn(warning);
        }
        Write(path, await splitting.SplitAsync(repository.Root, path, settings, models, cancel), options.Json);
        return (int)ExitCode.Done;
    }

    private void Write(string path, DecomposedPlan split, bool asJson)
    {
        if (!asJson)
        {
            output.Write(TerminalText.Lines(SubtaskYaml.Write(split.Subtasks)));
            return;
        }
        JsonAnswer.Write(output, json =>
        {
            json.WriteString("path", path);
            json.WriteString("compiled_prompt", split.Version);
            json.WriteStartArray("subtasks");
            foreach (var subtask in split.Subtasks)
            {
                json.WriteStartObject();
                json.WriteString("title", subtask.Title);
                json.WriteNumber("cost_usd", subtask.CostUsd);
                json.WriteStartArray("scope");
                foreach (var scope in subtask.Scope)
                {
                    json.WriteStringValue(scope);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
