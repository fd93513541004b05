using System.Globalization;
using LwCoder.FrontMatters;
using LwCoder.Platform.Terminal;

namespace LwCoder.Plans;

/// <summary>Checks a plan field by field and notes every mistake on the way.</summary>
internal sealed class PlanReader
{
    private const string ShaFix = "write the full commit id that 'git rev-parse HEAD' prints";

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyyMMdd", "yyyyMMddTHHmmK", "yyyyMMddTHHmmss.FFFFFFFK",
    ];

    private readonly FrontMatterFields _fields;
    private readonly PlanFieldReader _values;
    private readonly List<FileProblem> _problems = [];

    private PlanReader(FrontMatterFields fields)
    {
        _fields = fields;
        _values = new PlanFieldReader(fields, _problems);
    }

    /// <param name="body">What follows the front matter.</param>
    /// <param name="path">The file's full path.</param>
    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">Names every mistake.</exception>
    public static Plan Read(FrontMatterFields fields, string body, string path, string fileName)
    {
        var reader = new PlanReader(fields);
        var plan = reader.Read(body, path);
        return plan is not null && reader._problems.Count == 0
            ? plan
            : throw FileProblem.ToError(fileName, reader._problems);
    }

    /// <summary>The plan, or null when a required value is wrong.</summary>
    private Plan? Read(string body, string path)
    {
        CheckKeys();
        var id = ReadId();
        var sha = ReadSha();
        var status = ReadStatus();
        if (sha == Plan.PlaceholderSha && status is not (null or PlanStatus.Draft))
        {
            Note(PlanKeys.GitSha,
                $"git_sha is the placeholder, which only a draft may have, and status is {status.Value.ToWord()}",
                $"{ShaFix}, or set 'status: draft'");
        }
        var notes = _values.Texts(PlanKeys.EvaluationNotes);
        var createdAt = ReadCreatedAt();
        var createdBy = _values.Text(PlanKeys.CreatedBy);
        var text = _values.Text(PlanKeys.Notes);
        var issue = _values.Text(PlanKeys.LinearIssueId);
        if (string.IsNullOrWhiteSpace(body))
        {
            _problems.Add(new FileProblem(null, "the plan has no body", "write below the second '---' what is to be done"));
        }
        return id is null || sha is null || status is null
            ? null
            : new Plan(id, sha, status.Value, notes, createdAt, createdBy, text, issue, body, path);
    }

    private void CheckKeys()
    {
        foreach (var key in PlanKeys.Required)
        {
            if (_fields[key] is null)
            {
                _problems.Add(new FileProblem(null, $"{key} is missing",
                    $"add a line '{PlanKeys.Example(key)}' to the front matter"));
            }
        }
        foreach (var field in _fields.All)
        {
            if (!PlanKeys.All.Contains(field.Key))
            {
                _problems.Add(new FileProblem(field.Line, $"unknown key '{Shorten(field.Key)}'",
                    NearMatches.Of(field.Key, PlanKeys.All) is [var meant, ..]
                        ? $"did you mean {meant}?"
                        : $"remove it; the keys are {string.Join(", ", PlanKeys.All)}"));
            }
        }
    }

    private PlanId? ReadId()
    {
        if (_values.Word(PlanKeys.PlanId) is not { } text)
        {
            return null;
        }
        if (PlanId.Problem(text) is not { } problem)
        {
            return PlanId.Parse(text);
        }
        Note(PlanKeys.PlanId, $"plan_id '{Shorten(text)}' {problem}", "choose another id, such as add-login");
        return null;
    }

    private string? ReadSha()
    {
        if (_values.Word(PlanKeys.GitSha) is not { } text)
        {
            return null;
        }
        var isHex = text.All(char.IsAsciiHexDigit);
        if (isHex && text.Length == Plan.PlaceholderSha.Length)
        {
            return text.ToLowerInvariant();
        }
        Note(PlanKeys.GitSha, $"git_sha '{Shorten(text)}' "
            + (isHex ? $"has {text.Length} hex digits instead of 40" : "is not a commit id of 40 hex digits"), ShaFix);
        return null;
    }

    private PlanStatus? ReadStatus()
    {
        if (_values.Word(PlanKeys.Status) is not { } text)
        {
            return null;
        }
        var status = PlanStatusWords.Parse(text);
        if (status is null)
        {
            Note(PlanKeys.Status, $"status '{Shorten(text)}' is not known", $"write {PlanStatusWords.All}");
        }
        return status;
    }

    private DateTimeOffset? ReadCreatedAt()
    {
        if (_values.Text(PlanKeys.CreatedAt) is not { } text)
        {
            return null;
        }
        // A space for the T is what RFC 3339 allows and what people write.
        var normal = text.Length > 10 && text[10] is ' ' or 't' ? $"{text[..10]}T{text[11..]}" : text;
        if (DateTimeOffset.TryParseExact(
            normal, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }
        Note(PlanKeys.CreatedAt, $"created_at '{Shorten(text)}' is not an ISO 8601 date or time",
            "write it like 2025-01-31T14:00:00Z, or remove the line");
        return null;
    }

    private void Note(string key, string what, string fix) =>
        _problems.Add(new FileProblem(FrontMatterFields.LineOf(_fields[key]!), what, fix));

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
