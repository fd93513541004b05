using Timesheet;

// What to read, and the minutes it means; null: it must be refused.
(string Text, int? Minutes)[] cases =
[
    ("45m", 45),
    ("2h", 120),
    ("0m", 0),
    ("3x", null),
];

var (number, failed) = (0, 0);
Console.WriteLine("TAP version 13");
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
    var passed = actual == expected;
    failed += passed ? 0 : 1;
    Console.WriteLine($"{(passed ? "ok" : "not ok")} {++number} - '{text}' is {Show(expected)}"
        + (passed ? "" : $" # it is {Show(actual)}"));
}
Console.WriteLine($"1..{number}");
Console.WriteLine($"# {number - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

static string Show(int? minutes) => minutes is null ? "refused" : $"{minutes} minutes";
