namespace LwCoder.Platform.Terminal;

/// <summary>Amounts as a row of bars, each one character wide.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>The greatest is the highest; what is more than nothing is higher than nothing.</summary>
    public static string Of(IReadOnlyList<decimal> amounts)
    {
        var most = amounts.Count == 0 ? 0 : amounts.Max();
        return string.Create(amounts.Count, (amounts, most), static (bars, state) =>
        {
            for (var i = 0; i < bars.Length; i++)
            {
                var share = state.most <= 0 ? 0 : state.amounts[i] / state.most;
                bars[i] = share <= 0 ? Bars[0] : Bars[Math.Max(1, (int)Math.Round(share * (Bars.Length - 1)))];
            }
        });
    }
}
