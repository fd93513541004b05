using System.Text;
using LwCoder.Plans;

namespace LwCoder.Tests.Support;

/// <summary>Plan files as people write them.</summary>
internal static class PlanSamples
{
    public const string Sha = "0123456789abcdef0123456789abcdef01234567";

    public static string Text(
        string id = "my-feature", string sha = Sha, string status = "ready", string more = "", string body = "Do it.\n") =>
        $"---\nplan_id: {id}\ngit_sha: {sha}\nstatus: {status}\n{more}---\n{body}";

    public static PlanDocument Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static PlanDocument Parse(byte[] bytes) =>
        PlanDocument.Parse(bytes, Path.Combine(Path.GetTempPath(), "x.md"), "x.md");

    public static UserError Mistake(string text) => Mistake(Encoding.UTF8.GetBytes(text));

    public static UserError Mistake(byte[] bytes)
    {
        var parse = () => Parse(bytes);
        return parse.Should().Throw<UserError>().Which;
    }
}
