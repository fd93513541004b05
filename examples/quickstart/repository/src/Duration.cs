namespace Timesheet;

/// <summary>Reads a length of time as people write it: `45m`, `2h`.</summary>
public static class Duration
{
    public static TimeSpan Parse(string text)
    {
        var total = TimeSpan.Zero;
        var number = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                number = number * 10 + (character - '0');
                continue;
            }
            total = character switch
            {
                'h' => TimeSpan.FromHours(number),
                'm' => TimeSpan.FromMinutes(number),
                _ => throw new FormatException($"'{text}' has an unknown unit '{character}'"),
            };
            number = 0;
        }
        return total;
    }
}
