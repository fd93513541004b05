using LwCoder.Templates;

namespace LwCoder.Commands.Init;

/// <summary>Which files `init --force` takes anew: it shows, kind by kind, what would be replaced and asks.</summary>
/// <param name="ask">Null where nobody can be asked.</param>
internal sealed class Renewal(TextWriter narration, Func<string, bool>? ask, bool yes)
{
    public IReadOnlyList<StockItem> Choose(StockInventory stock)
    {
        var kinds = stock.Items
            .Where(item => item.CanBeRenewed)
            .GroupBy(item => item.File.Category)
            .ToList();
        if (kinds.Count > 0 && !yes && ask is null)
        {
            throw new UserError(
                $"'init --force' would replace {Count(kinds.Sum(kind => kind.Count()))}, and nobody is here to be asked",
                "add --yes, or leave --force out to keep them", ExitCode.NeedsPerson);
        }
        return [.. kinds.Where(IsAllowed).SelectMany(kind => kind)];
    }

    private bool IsAllowed(IGrouping<StockCategory, StockItem> kind)
    {
        foreach (var item in kind)
        {
            narration.WriteLine($"{(item.State == StockState.Customised ? "customised" : "outdated")} {item.Path}");
        }
        return yes || ask!($"Replace {Count(kind.Count())} of {NameOf(kind.Key)} by the stock ones?");
    }

    private static string NameOf(StockCategory category) => category switch
    {
        StockCategory.Judges => "the judges",
        StockCategory.Prompts => "the prompts",
        _ => "the image",
    };

    private static string Count(int files) => files == 1 ? "1 file" : $"{files} files";
}
