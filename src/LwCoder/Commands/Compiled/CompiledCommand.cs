using System.CommandLine;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Optimization.Bus;

namespace LwCoder.Commands.Compiled;

/// <summary>`lw_coder compiled`: the versions of prompts that `optimize` stored.</summary>
internal static class CompiledCommand
{
    public static Command Create(Services services)
    {
        Command Make(
            string name, string description, Argument<int?>? version,
            Func<ParseResult, string, int?, CancellationToken, Task<int>> run)
        {
            var id = new Argument<string>("prompt-id")
            {
                Description = "The prompt, as `compiled list` names it.", HelpName = "prompt-id",
            }.NoOption();
            id.CompletionSources.Add([.. CompiledDefaults.PromptIds]);
            var command = new Command(name, description) { id };
            if (version is not null)
            {
                command.Add(version);
            }
            command.SetAction((parsed, cancel) => run(
                parsed, parsed.GetRequiredValue(id), version is null ? null : parsed.GetValue(version), cancel));
            return command;
        }

        var listJson = Json();
        var list = new Command("list", "List all versions and how good they are.") { listJson };
        list.SetAction((parsed, cancel) => services.CompiledHandler().ListAsync(
            services.WorkingDirectory, parsed.GetValue(listJson), cancel));

        var showJson = Json();
        var text = new Option<bool>("--text") { Description = "Print the prompt alone, to take it elsewhere." };
        var show = Make(
            "show", "Print a version: where it comes from and its text.", Version("The active one, or else the newest."),
            (parsed, id, version, cancel) => services.CompiledHandler().ShowAsync(
                id, version, parsed.GetValue(text), services.WorkingDirectory, parsed.GetValue(showJson), cancel));
        show.Add(text);
        show.Add(showJson);

        var against = Number("against", "Another version; without one, what is in use.");
        var diff = Make(
            "diff", "Compare a version with what is in use or with another one, word by word.", Version("The newest."),
            (parsed, id, version, cancel) => services.CompiledHandler().DiffAsync(
                id, version, parsed.GetValue(against), services.WorkingDirectory, cancel));
        diff.Add(against);

        return new Command("compiled", "List, show, compare, activate and retire compiled prompts.")
        {
            list, show, diff,
            Make("activate", "Put a version to use; the one before it is retired.", Version("The newest."),
                (_, id, version, cancel) =>
                    services.CompiledHandler().ActivateAsync(id, version, services.WorkingDirectory, cancel)),
            Make("retire", "Take a version out of use.", Version("The active one."),
                (_, id, version, cancel) =>
                    services.CompiledHandler().RetireAsync(id, version, services.WorkingDirectory, cancel)),
        };
    }

    private static Argument<int?> Version(string usual) =>
        Number("version", $"Its number. By default: {char.ToLowerInvariant(usual[0])}{usual[1..]}");

    private static Argument<int?> Number(string name, string description)
    {
        var number = new Argument<int?>(name)
        {
            Description = description, HelpName = name, Arity = ArgumentArity.ZeroOrOne, CustomParser = Parse,
        };
        number.CompletionSources.Add("1");
        return number;
    }

    private static int? Parse(System.CommandLine.Parsing.ArgumentResult text)
    {
        if (text.Tokens.Count == 0)
        {
            return null;
        }
        if (int.TryParse(text.Tokens[^1].Value.TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0)
        {
            return version;
        }
        text.AddError("A version is a whole number from 1.");
        return null;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout." };
}
