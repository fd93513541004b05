using Timesheet;

// What to read, and the minutes it means; null: it must be refused.
(string Text, int? Minutes)[] cases =
[
    ("45m", 45),
    ("2h", 120),
    ("0m", 0),
    ("3x", null),
];

var failed = 0;
foreach (var (text, expected) in cases)
{
    int? actual;
    try
    {
        actual = (int)Duration.Parse(text).TotalMinutes;
    }
    catch (FormatException)
    {
        actual = null;
    }
    if (actual == expected)
    {
        Console.WriteLine($"ok   '{text}' is {Show(expected)}");
    }
    else
    {
        failed++;
        Console.WriteLine($"FAIL '{text}' is {Show(expected)}, not {Show(actual)}");
    }
}
Console.WriteLine($"{cases.Length - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

static string Show(int? minutes) => minutes is null ? "refused" : $"{minutes} minutes";
