using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Recording.Cards;

namespace LwCoder.Commands.Telemetry;

/// <summary>`lw_coder telemetry check-card SESSION CARD`: whether a session has what a punch card asks for.</summary>
internal static class CheckCardCommand
{
    public static Command Create(Services services, Func<CheckCardOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.CheckCardHandler().RunAsync(options, cancel);
        var session = TelemetryCommand.Session();
        var card =
            new Argument<string>("card") { Description = "The card's id, such as quality-gates.", HelpName = "card" }.NoOption();
        card.CompletionSources.Add([.. SeedCards.All.Select(known => known.Id)]);
        var enforced = new Option<bool>("--enforced-only") { Description = "Leave out lines that only advise." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("check-card", "Hold a session against a punch card. Ends with 3 when it fails.")
        {
            session, card, enforced, json,
        };
        command.SetAction((parsed, cancel) => run(
            new CheckCardOptions(
                parsed.GetRequiredValue(session), parsed.GetRequiredValue(card), parsed.GetValue(enforced),
                parsed.GetValue(json)),
            cancel));
        return command;
    }
}
