using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanCatalogTests : IDisposable
{
    private readonly PlanFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_is_found_by_path_by_file_name_and_by_id()
    {
        var here = _folder.Here("plan.md", PlanSamples.Text(id: "next-to-you"));
        var named = _folder.InTasks("my-feature.md", PlanSamples.Text());
        var other = _folder.InTasks("2025-01 other.md", PlanSamples.Text(id: "other-feature"));

        Resolve("plan.md").Should().Be(here);
        Resolve("./plan.md").Should().Be(here);
        Resolve(here).Should().Be(here);
        Resolve("my-feature").Should().Be(named);
        Resolve("my-feature.md").Should().Be(named);
        Resolve(".lw_coder/tasks/my-feature.md").Should().Be(named);
        Resolve("other-feature").Should().Be(other);
        Resolve("Other-Feature").Should().Be(other);
        Resolve("2025-01 other.md").Should().Be(other);
        Resolve("2025-01 other").Should().Be(other);
    }

    [Fact]
    public void The_file_next_to_you_wins_over_the_one_in_tasks_but_not_over_an_id()
    {
        var here = _folder.Here("build.md", PlanSamples.Text(id: "one"));
        _folder.Here("build", "#!/bin/sh");
        var task = _folder.InTasks("build.md", PlanSamples.Text(id: "build"));

        Resolve("build.md").Should().Be(here);
        Resolve("build").Should().Be(task);
    }

    [Fact]
    public void A_file_without_the_ending_is_found_when_no_plan_is_called_so()
    {
        var here = _folder.Here("PLAN", PlanSamples.Text());

        Resolve("PLAN").Should().Be(here);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(600)]
    public void An_id_is_found_among_few_and_among_many(int others)
    {
        for (var number = 0; number < others; number++)
        {
            _folder.InTasks($"{number}.md", PlanSamples.Text(id: $"plan-{number}"));
        }
        _folder.InTasks("a.md", PlanSamples.Text(id: "same"));
        _folder.InTasks("b.md", PlanSamples.Text(id: "same"));

        Resolve("plan-7").Should().EndWith("7.md");
        Resolving("same").Should().Throw<UserError>().WithMessage("'same' could be *a.md or *b.md");
    }

    [Fact]
    public void A_name_that_could_be_two_plans_is_refused()
    {
        _folder.InTasks("one.md", PlanSamples.Text(id: "two"));
        _folder.InTasks("three.md", PlanSamples.Text(id: "one"));

        Resolving("one").Should().Throw<UserError>().WithMessage("'one' could be *one.md or *three.md");
        Resolve("two").Should().EndWith("one.md");
    }

    [Fact]
    public void Without_a_tasks_folder_the_way_to_one_is_told()
    {
        Directory.Delete(Path.Combine(_folder.Root, ".lw_coder"), recursive: true);

        Resolving("zzz").Should().Throw<UserError>().Which.Hint.Should().Contain("lw_coder init");
    }

    [Fact]
    public void A_plan_that_is_not_there_gets_near_matches()
    {
        _folder.InTasks("my-feature.md", PlanSamples.Text(id: "add-login"));
        _folder.InTasks("unrelated.md", "no plan");

        Resolving("my-faeture").Should().Throw<UserError>().Which.Hint.Should().Be("did you mean my-feature?");
        Resolving("login").Should().Throw<UserError>().Which.Hint.Should().Be("did you mean add-login?");
        Resolving("tasks/my-feature.md").Should().Throw<UserError>().Which.Hint.Should().Be("did you mean my-feature?");
        Resolving("zzz").Should().Throw<UserError>()
            .WithMessage($"there is no plan 'zzz', neither as a file nor in {Path.Combine(".lw_coder", "tasks")}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".lw_coder/tasks")]
    [InlineData(".lw_coder/tasks/")]
    public void A_folder_is_no_plan(string argument) =>
        Resolving(argument).Should().Throw<UserError>().WithMessage("*is a folder, not a plan file");

    [Fact]
    public void Without_a_tasks_folder_there_are_no_plans()
    {
        var catalog = new PlanCatalog(Path.Combine(_folder.Root, "nowhere"));

        FluentActions.Invoking(() => catalog.Resolve("my-feature", _folder.Root)).Should().Throw<UserError>();
        catalog.FindDuplicates(PlanId.Parse("my-feature"), "x.md").Should().BeEmpty();
    }

    [Theory]
    [InlineData("plan_id: MY-feature\n")]
    [InlineData("'plan_id': \"my\\x2dfeature\"\n")]
    [InlineData("plan_id: my-feature\nnot: [yaml\n")]
    [InlineData("{plan_id: my-feature}\n")]
    public void Another_plan_with_the_id_is_named(string frontMatter)
    {
        var plan = PlanFile.Read(_folder.InTasks("one.md", PlanSamples.Text()), _folder.Root).Plan;
        var other = _folder.InTasks("two.md", $"---\n{frontMatter}---\nx");

        Catalog.FindDuplicates(plan.Id, plan.Path).Should().Equal(other);
        FluentActions.Invoking(() => Catalog.RequireUnique(plan, _folder.Root)).Should().Throw<UserError>()
            .WithMessage($"plan_id 'my-feature' of *one.md is also that of {Path.Combine(".lw_coder", "tasks", "two.md")}*");
    }

    [Fact]
    public void Other_ids_bodies_broken_plans_and_other_files_do_not_count()
    {
        var path = _folder.InTasks("one.md", PlanSamples.Text());
        _folder.InTasks("two.md", PlanSamples.Text(id: "my-feature-2", body: "plan_id: my-feature\n"));
        _folder.InTasks("three.md", "plan_id: my-feature\n");
        _folder.InTasks("four.txt", PlanSamples.Text());
        _folder.InTasks("five.md", "---\n- [\n---\n");
        _folder.InTasks("six.md", "");
        Directory.CreateDirectory(Path.Combine(_folder.Tasks, "seven.md"));

        Catalog.FindDuplicates(PlanId.Parse("my-feature"), path).Should().BeEmpty();
    }

    [Fact]
    public void An_id_behind_a_long_list_of_notes_is_found()
    {
        var notes = string.Concat(Enumerable.Range(0, 500).Select(n => $"- note number {n}\n"));
        var other = _folder.InTasks("two.md", $"---\nevaluation_notes:\n{notes}plan_id: my-feature\n---\nx");
        var cutInTheId = _folder.InTasks("three.md", $"---\n#{new string('x', 2026)}\nplan_id: my-feature\n---\nx");

        Catalog.FindDuplicates(PlanId.Parse("my-feature"), "x.md").Should().BeEquivalentTo(other, cutInTheId);
    }

    [UnixFact]
    public void A_link_to_the_plan_itself_is_no_duplicate()
    {
        var path = _folder.Here("plan.md", PlanSamples.Text());
        File.CreateSymbolicLink(Path.Combine(_folder.Tasks, "plan.md"), path);
        File.CreateSymbolicLink(Path.Combine(_folder.Tasks, "dangling.md"), "nowhere");
        var linkedFolder = Path.Combine(_folder.Root, "linked");
        Directory.CreateSymbolicLink(linkedFolder, _folder.Tasks);

        Catalog.FindDuplicates(PlanId.Parse("my-feature"), path).Should().BeEmpty();
        Catalog.FindDuplicates(PlanId.Parse("my-feature"), Path.Combine(linkedFolder, "plan.md")).Should().BeEmpty();
    }

    [UnixFact]
    public void A_named_pipe_called_like_a_plan_keeps_nobody_waiting()
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Tasks, "pipe.md")]);
        make.WaitForExit();
        var other = _folder.InTasks("two.md", PlanSamples.Text());

        Catalog.FindDuplicates(PlanId.Parse("my-feature"), "x.md").Should().Equal(other);
    }

    [Fact]
    public void Names_may_be_as_long_as_the_file_system_lets_them_be()
    {
        var folder = Directory.CreateDirectory(Path.Combine(
            _folder.Tasks, new string('é', 100), new string('ø', 100), new string('ü', 100))).FullName;
        var file = Path.Combine(folder, new string('ß', 100) + ".md");
        File.WriteAllText(file, PlanSamples.Text());

        new PlanCatalog(folder).FindDuplicates(PlanId.Parse("my-feature"), "x.md").Should().Equal(file);
    }

    private PlanCatalog Catalog => new(_folder.Tasks);

    private string Resolve(string argument) => Catalog.Resolve(argument, _folder.Root);

    private Func<string> Resolving(string argument) => () => Resolve(argument);
}
