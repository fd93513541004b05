namespace LwCoder.Plans;

/// <summary>
/// The name of a plan. It becomes a branch, a folder and part of file names on every system a team uses, so it is
/// held to the rules of all of them. Two ids are the same when they differ only in case, because the branches and
/// folders made from them are one and the same on macOS and Windows.
/// </summary>
internal sealed record PlanId
{
    private const int MinLength = 3;
    private const int MaxLength = 100;

    private static readonly string[] DeviceNames =
    [
        "con", "prn", "aux", "nul",
        "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];

    private PlanId(string value) => Value = value;

    public string Value { get; }

    /// <exception cref="ArgumentException">The text has a <see cref="Problem"/>.</exception>
    public static PlanId Parse(string text) =>
        Problem(text) is { } problem ? throw new ArgumentException(problem, nameof(text)) : new PlanId(text);

    /// <summary>Why the text cannot be a plan id, as the end of a sentence that begins with it; null when it can.</summary>
    public static string? Problem(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!IsAllowed(text[index]))
            {
                return text[index] is '/' or '\\'
                    ? "is a path; an id names a branch and a folder, so it cannot contain '/' or '\\'"
                    : $"contains {Describe(text[index])}; only A-Z, a-z, 0-9, '.', '_' and '-' are allowed";
            }
        }
        return LengthProblem(text) ?? BranchProblem(text) ?? FolderProblem(text);
    }

    public bool Equals(PlanId? other) => Value.Equals(other?.Value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => Value.GetHashCode(StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Value;

    /// <summary>Whether an id may contain the character.</summary>
    public static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';

    private static string? LengthProblem(string text) => text.Length switch
    {
        < MinLength => $"is too short; an id has at least {MinLength} characters",
        > MaxLength => $"has {text.Length} characters; an id has at most {MaxLength}",
        _ => null,
    };

    /// <summary>What is left of `git check-ref-format --branch` once the characters are known to be allowed.</summary>
    private static string? BranchProblem(string text)
    {
        if (text[0] is '.' or '-')
        {
            return $"starts with '{text[0]}', which git does not allow in a branch name";
        }
        if (text.Contains("..", StringComparison.Ordinal))
        {
            return "contains '..', which git does not allow in a branch name";
        }
        if (text.EndsWith('.'))
        {
            return "ends with '.', which git does not allow in a branch name";
        }
        if (text.EndsWith(".lock", StringComparison.OrdinalIgnoreCase))
        {
            return "ends with '.lock', which git keeps for its own lock files";
        }
        if (text.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            return "is git's name for the current commit";
        }
        return text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit)
            ? "looks like a commit id, which git would take it for"
            : null;
    }

    private static string? FolderProblem(string text) =>
        DeviceNames.Contains(text.Split('.')[0], StringComparer.OrdinalIgnoreCase)
            ? "is the name of a device on Windows, where no folder can be called that"
            : null;

    private static string Describe(char character) => character switch
    {
        ' ' => "a space",
        _ when char.IsControl(character) => $"the control character U+{(int)character:X4}",
        _ when char.IsSurrogate(character) => "a character outside ASCII",
        _ => $"'{character}'",
    };
}
