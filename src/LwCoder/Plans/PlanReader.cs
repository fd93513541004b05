using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>Checks the fields of a front matter one by one and notes every mistake on the way.</summary>
internal sealed class PlanReader(FrontMatterFields fields)
{
    public const string PlanIdKey = "plan_id";
    public const string GitShaKey = "git_sha";
    public const string StatusKey = "status";

    private const string ShaFix = "write the full commit id that 'git rev-parse HEAD' prints";

    private static readonly string[] RequiredKeys = [PlanIdKey, GitShaKey, StatusKey];
    private static readonly string[] OptionalKeys =
        ["evaluation_notes", "created_at", "created_by", "notes", "linear_issue_id"];

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyyMMdd", "yyyyMMddTHHmmK", "yyyyMMddTHHmmss.FFFFFFFK",
    ];

    private readonly List<PlanProblem> _problems = [];

    /// <param name="body">What follows the front matter.</param>
    /// <param name="path">The file's full path.</param>
    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">Names every mistake.</exception>
    public Plan Read(string body, string path, string fileName)
    {
        CheckKeys();
        var id = ReadId();
        var sha = ReadSha();
        var status = ReadStatus();
        CheckPlaceholder(sha, status);
        var notes = ReadEvaluationNotes();
        var createdAt = ReadCreatedAt();
        var (createdBy, text, issue) = (ReadText("created_by"), ReadText("notes"), ReadText("linear_issue_id"));
        if (string.IsNullOrWhiteSpace(body))
        {
            _problems.Add(new PlanProblem(null, "the plan has no body", "write below the second '---' what is to be done"));
        }
        return _problems.Count == 0
            ? new Plan(id!, sha!, status!.Value, notes, createdAt, createdBy, text, issue, body, path)
            : throw PlanProblem.ToError(fileName, _problems);
    }

    private void CheckKeys()
    {
        foreach (var key in RequiredKeys.Where(key => fields[key] is null))
        {
            _problems.Add(new PlanProblem(null, $"{key} is missing", $"add a line '{key}: {Example(key)}' to the front matter"));
        }
        foreach (var (key, line) in fields.Keys.Where(field => !RequiredKeys.Contains(field.Key) && !OptionalKeys.Contains(field.Key)))
        {
            _problems.Add(new PlanProblem(line, $"unknown key '{key}'",
                $"remove it; the keys are {string.Join(", ", RequiredKeys)}, {string.Join(", ", OptionalKeys)}"));
        }
    }

    private static string Example(string key) => key switch
    {
        PlanIdKey => "my-feature",
        GitShaKey => $"\"{Plan.PlaceholderSha}\"",
        _ => "draft",
    };

    private PlanId? ReadId()
    {
        if (ReadWord(PlanIdKey) is not { } word)
        {
            return null;
        }
        if (PlanId.Problem(word.Text) is { } problem)
        {
            _problems.Add(new PlanProblem(word.Line, $"plan_id '{Shorten(word.Text)}' {problem}",
                "choose an id of 3 to 100 letters, digits, '.', '_' and '-', such as add-login"));
            return null;
        }
        return PlanId.Parse(word.Text);
    }

    private string? ReadSha()
    {
        if (ReadWord(GitShaKey) is not { } word)
        {
            return null;
        }
        if (word.Text.Length == 40 && word.Text.All(char.IsAsciiHexDigit))
        {
            return word.Text.ToLowerInvariant();
        }
        var what = word.Text.All(char.IsAsciiHexDigit)
            ? $"has {word.Text.Length} hex digits instead of 40"
            : "is not a commit id of 40 hex digits";
        _problems.Add(new PlanProblem(word.Line, $"git_sha '{Shorten(word.Text)}' {what}", ShaFix));
        return null;
    }

    private PlanStatus? ReadStatus()
    {
        if (ReadWord(StatusKey) is not { } word)
        {
            return null;
        }
        var status = PlanStatusWords.Parse(word.Text);
        if (status is null)
        {
            _problems.Add(new PlanProblem(word.Line, $"status '{Shorten(word.Text)}' is not known",
                $"write {PlanStatusWords.All}"));
        }
        return status;
    }

    private void CheckPlaceholder(string? sha, PlanStatus? status)
    {
        if (sha == Plan.PlaceholderSha && status is not (null or PlanStatus.Draft))
        {
            _problems.Add(new PlanProblem(FrontMatterFields.LineOf(fields[GitShaKey]!),
                $"git_sha is the placeholder, which only a draft may have, and status is {status.Value.ToWord()}",
                $"{ShaFix}, or set 'status: draft'"));
        }
    }

    private List<string> ReadEvaluationNotes()
    {
        const string fix = "write one note per line: '- the note'";
        var notes = new List<string>();
        if (fields["evaluation_notes"] is not { } node || IsNull(node))
        {
            return notes;
        }
        if (node is not YamlSequenceNode list)
        {
            _problems.Add(new PlanProblem(FrontMatterFields.LineOf(node), "evaluation_notes is not a list", fix));
            return notes;
        }
        foreach (var item in list)
        {
            var line = FrontMatterFields.LineOf(item);
            if (item is YamlMappingNode)
            {
                _problems.Add(new PlanProblem(line, "an evaluation note with an unquoted ': ' is not text to YAML",
                    fields.QuoteHint(line) ?? "put the note in quotes"));
            }
            else if (item is not YamlScalarNode { Value: { } note })
            {
                _problems.Add(new PlanProblem(line, "an evaluation note is a list; it has to be text", fix));
            }
            else if (IsNull(item) || string.IsNullOrWhiteSpace(note))
            {
                _problems.Add(new PlanProblem(line, "an evaluation note is blank", $"remove it, or {fix}"));
            }
            else
            {
                notes.Add(note.Trim());
            }
        }
        return notes;
    }

    private DateTimeOffset? ReadCreatedAt()
    {
        if (ReadText("created_at") is not { } text)
        {
            return null;
        }
        // A space for the T is what RFC 3339 allows and what people write.
        var normal = text.Length > 10 && text[10] is ' ' or 't' ? $"{text[..10]}T{text[11..].TrimStart()}" : text;
        if (DateTimeOffset.TryParseExact(normal, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }
        _problems.Add(new PlanProblem(FrontMatterFields.LineOf(fields["created_at"]!),
            $"created_at '{Shorten(text)}' is not an ISO 8601 date or time", "write it like 2025-01-31T14:00:00Z, or remove the line"));
        return null;
    }

    /// <summary>An optional text; null when absent, empty or not text (which is then noted).</summary>
    private string? ReadText(string key)
    {
        if (fields[key] is not { } node || IsNull(node))
        {
            return null;
        }
        if (node is YamlScalarNode { Value: { } text })
        {
            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }
        var line = FrontMatterFields.LineOf(node);
        _problems.Add(new PlanProblem(line, $"{key} is not text", fields.QuoteHint(line) ?? "put the value in quotes"));
        return null;
    }

    /// <summary>A required value, which stands on one line so that it can be replaced in place.</summary>
    private (string Text, int Line)? ReadWord(string key)
    {
        if (fields[key] is not { } node)
        {
            return null;
        }
        var line = FrontMatterFields.LineOf(node);
        if (node is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } or not YamlScalarNode)
        {
            _problems.Add(new PlanProblem(line, $"{key} is not a single word", $"write it on one line: '{key}: {Example(key)}'"));
            return null;
        }
        var text = ((YamlScalarNode)node).Value!.Trim();
        if (text.Length == 0 || IsNull(node))
        {
            _problems.Add(new PlanProblem(line, $"{key} has no value", $"write '{key}: {Example(key)}'"));
            return null;
        }
        return (text, line);
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
