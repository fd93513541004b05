using System.Text;
using LwCoder.Judges;
using LwCoder.Tests.Support;
using LwCoder.Templates;

namespace LwCoder.Tests.Judges;

public sealed class JudgeFileTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Front_matter_and_body_make_a_judge() =>
        Parse("---\nweight: 0.4 # of all\nmodel: \"vendor/model:free\"\n---\n\nLook closely.\n").Should().Be(
            new Judge("style", 0.4, "vendor/model:free", "Look closely."));

    [Theory]
    [InlineData("", "j.md:1: the judge is empty")]
    [InlineData("Look.", "j.md:1: the judge has no front matter: its first line is not '---'")]
    [InlineData("---\nweight: 0.4\nmodel: a/b\n", "j.md:1: the front matter that begins here has no closing '---'")]
    [InlineData("---\nmodel: a/b\n---\nLook.", "j.md: weight is missing")]
    [InlineData("---\nweight: 0.4\n---\nLook.", "j.md: model is missing")]
    [InlineData("---\nmodel: a/b\nweight: heavy\n---\nLook.", "j.md:3: weight 'heavy' is not a number from 0 to 1")]
    [InlineData("---\nmodel: a/b\nweight: 1.01\n---\nLook.", "j.md:3: weight '1.01' is not a number from 0 to 1")]
    [InlineData("---\nmodel: a/b\nweight: .nan\n---\nLook.", "j.md:3: weight '.nan' is not a number from 0 to 1")]
    [InlineData("---\nmodel: a/b\nweight: [1]\n---\nLook.", "j.md:3: weight has no value")]
    [InlineData("---\nmodel: a b\nweight: 1\n---\nLook.", "j.md:2: model is not a model's name")]
    [InlineData("---\nmodel: a/b\nweight: 1\nscale: 5\n---\nLook.", "j.md:4: unknown key 'scale'")]
    [InlineData("---\nmodel: a/b\nweight: 1\n---\n \n", "j.md: the judge has no instructions")]
    public void A_mistake_is_told_with_its_line_and_fix(string text, string message)
    {
        var parse = () => Parse(text, fileName: "j.md");

        parse.Should().Throw<UserError>().Where(error => error.Message == message && error.Hint!.Length > 0);
    }

    [Fact]
    public void Judges_are_loaded_by_name_and_all_bad_ones_are_told_at_once()
    {
        _folder.Write(".lw_coder/judges/b.md", "---\nweight: 1\nmodel: a/b\n---\nB");
        _folder.Write(".lw_coder/judges/a.md", "---\nweight: 1\nmodel: a/b\n---\nA");
        _folder.Write(".lw_coder/judges/notes.txt", "no judge");
        JudgeFolder.Load(_folder.Path, _folder.Path).Select(judge => judge.Name).Should().Equal("a", "b");

        _folder.Write(".lw_coder/judges/c.md", "---\nweight: 2\nmodel: a/b\n---\nC");
        _folder.Write(".lw_coder/judges/d d.md", "---\nweight: 1\nmodel: a/b\n---\nD");
        var load = () => JudgeFolder.Load(_folder.Path, _folder.Path);

        load.Should().Throw<UserError>().Where(error => error.ExitCode == ExitCode.Environment).WithMessage(
            $"{Path.Combine(".lw_coder", "judges", "c.md")}:2: weight '2' is not*\n*'d d' cannot be a judge's name");
    }

    [Fact]
    public void Without_judges_the_error_says_how_to_get_some()
    {
        var load = () => JudgeFolder.Load(_folder.Path, _folder.Path);

        load.Should().Throw<UserError>().Which.Hint.Should().Contain("lw_coder init");
    }

    [UnixFact]
    public void A_link_out_of_the_repository_is_not_followed()
    {
        var outside = _folder.Write("outside.md", "---\nweight: 1\nmodel: a/b\n---\nA");
        var root = Directory.CreateDirectory(_folder.In("repo")).FullName;
        Directory.CreateDirectory(Path.Combine(root, ".lw_coder", "judges"));
        File.CreateSymbolicLink(Path.Combine(root, ".lw_coder", "judges", "a.md"), outside);

        var load = () => JudgeFolder.Load(root, root);

        load.Should().Throw<UserError>().WithMessage("*leads out of the repository");
    }

    [Theory]
    [InlineData("code-reuse")]
    [InlineData("plan-compliance")]
    public void Stock_judges_are_judges(string name)
    {
        var text = StockFiles.All().Single(file => file.Path == $"judges/{name}.md").Text;

        JudgeFile.Parse(Encoding.UTF8.GetBytes(text), name, "x.md").Name.Should().Be(name);
    }

    private static Judge Parse(string text, string name = "style", string fileName = "style.md") =>
        JudgeFile.Parse(Encoding.UTF8.GetBytes(text), name, fileName);
}
