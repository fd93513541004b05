using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanFileTests : IDisposable
{
    private readonly PlanFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_is_read_and_rewritten_on_disk()
    {
        var path = _folder.InTasks("x.md", PlanSamples.Text());

        var rewritten = Read(path).Rewrite(PlanStatus.Coding);

        rewritten.Plan.Status.Should().Be(PlanStatus.Coding);
        File.ReadAllText(path).Should().Be(PlanSamples.Text(status: "coding"));
        rewritten.Rewrite(PlanStatus.Implemented).Plan.Path.Should().Be(path);
        File.ReadAllText(path).Should().Be(PlanSamples.Text(status: "implemented"));
        Directory.GetFiles(_folder.Tasks).Should().Equal(path);
    }

    [Fact]
    public void A_mistake_names_the_file_by_its_relative_path()
    {
        var path = _folder.InTasks("x.md", PlanSamples.Text(status: "wip"));

        Reading(path).Should().Throw<UserError>().WithMessage($"{Path.Combine(".lw_coder", "tasks", "x.md")}:4: status*");
    }

    [Fact]
    public void A_file_changed_since_it_was_read_is_left_alone()
    {
        var path = _folder.InTasks("x.md", PlanSamples.Text());
        var plan = Read(path);
        File.AppendAllText(path, "More.\n");

        FluentActions.Invoking(() => plan.Rewrite(PlanStatus.Coding)).Should().Throw<UserError>().WithMessage("*changed*");
        File.ReadAllText(path).Should().Be(PlanSamples.Text() + "More.\n");
    }

    [Fact]
    public void A_file_deleted_since_it_was_read_is_not_made_again()
    {
        var path = _folder.InTasks("x.md", PlanSamples.Text());
        var plan = Read(path);
        File.Delete(path);

        FluentActions.Invoking(() => plan.Rewrite(PlanStatus.Coding))
            .Should().Throw<UserError>().WithMessage("there is no plan file*");
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_no_plan()
    {
        Reading(Path.Combine(_folder.Tasks, "x.md")).Should().Throw<UserError>().WithMessage("there is no plan file*");
        Reading(_folder.Tasks).Should().Throw<UserError>().WithMessage("*is a folder*");
    }

    [Fact]
    public void An_empty_file_is_no_plan() =>
        Reading(_folder.InTasks("x.md", "")).Should().Throw<UserError>().WithMessage("*is empty*");

    [UnixFact]
    public void A_rewrite_keeps_the_permissions_whatever_the_umask()
    {
        const UnixFileMode mode =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        var path = _folder.InTasks("x.md", PlanSamples.Text());
        SetMode(path, mode);

        Read(path).Rewrite(PlanStatus.Coding);

        GetMode(path).Should().Be(mode);
    }

    [UnixFact]
    public void A_link_stays_a_link_and_its_plan_is_rewritten()
    {
        var path = _folder.Here("real.md", PlanSamples.Text());
        var link = Path.Combine(_folder.Tasks, "x.md");
        File.CreateSymbolicLink(link, Path.Combine("..", "..", "real.md"));

        Read(link).Rewrite(PlanStatus.Coding);

        File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName.Should().Be(path);
        File.ReadAllText(path).Should().Contain("status: coding");
    }

    [UnixFact]
    public void Links_in_a_circle_and_devices_are_refused()
    {
        var link = Path.Combine(_folder.Tasks, "x.md");
        File.CreateSymbolicLink(link, link);

        Reading(link).Should().Throw<UserError>();
        Reading("/dev/zero").Should().Throw<UserError>().WithMessage("*not a regular file");
    }

    private PlanFile Read(string path) => PlanFile.Read(path, _folder.Root);

    private Func<PlanFile> Reading(string path) => () => Read(path);

#pragma warning disable CA1416 // UnixFact skips these elsewhere.
    private static UnixFileMode GetMode(string path) => File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416
}
