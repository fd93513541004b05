using LwCoder.Evaluation.TestReports;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;

namespace LwCoder.Tests.Evaluation.TestRuns;

public sealed class TamperReportTests
{
    [Fact]
    public void A_test_the_change_deletes_is_named_with_its_file()
    {
        Read("""
            diff --git a/tests/test_a.py b/tests/test_a.py
            --- a/tests/test_a.py
            +++ b/tests/test_a.py
            @@ -1,6 +1,3 @@
             def test_ok():
                 pass
            -
            -def test_bad():
            -    assert add(1, 2) == 3
             
            """).Should().Equal(("Deleted", "tests/test_a.py", "test_bad"));
    }

    [Fact]
    public void A_test_that_is_switched_off_is_found_by_its_mark()
    {
        Read("""
            diff --git a/tests/ATests.cs b/tests/ATests.cs
            --- a/tests/ATests.cs
            +++ b/tests/ATests.cs
            @@ -1,4 +1,4 @@
             class ATests {
            -    [Fact]
            +    [Fact(Skip = "flaky")]
                 public void Adds() => Assert.Equal(3, Add(1, 2));
             }
            """).Should().Contain(("Skipped", "tests/ATests.cs", "Adds"));
    }

    [Fact]
    public void A_weaker_assertion_is_an_edit_of_its_test()
    {
        Read("""
            diff --git a/test/a.test.js b/test/a.test.js
            --- a/test/a.test.js
            +++ b/test/a.test.js
            @@ -1,3 +1,3 @@
             test('adds', () => {
            -  assert.equal(add(1, 2), 3);
            +  assert.ok(true);
             });
            """).Should().Equal(("Edited", "test/a.test.js", "adds"));
    }

    [Theory]
    [InlineData("notes/a.txt", "Edited")]
    [InlineData("tests/test_b.py")]
    public void A_test_file_that_is_renamed_to_what_is_none_is_told(string path, params string[] kinds)
    {
        Read($"""
            diff --git a/tests/test_a.py b/{path}
            similarity index 100%
            rename from tests/test_a.py
            rename to {path}

            """).Should().Equal(kinds.Select(kind => (kind, (string?)"tests/test_a.py", (string?)null)));
    }

    [Fact]
    public void New_tests_and_other_files_are_no_tampering()
    {
        Read("""
            diff --git a/tests/test_a.py b/tests/test_a.py
            --- a/tests/test_a.py
            +++ b/tests/test_a.py
            @@ -1,2 +1,5 @@
             def test_ok():
                 pass
            +
            +def test_more():
            +    assert add(1, 2) == 3
            diff --git a/src/add.py b/src/add.py
            --- a/src/add.py
            +++ b/src/add.py
            @@ -1,2 +1,2 @@
             def test_like():
            -    return a - b
            +    return a + b
            diff --git a/tests/test_new.py b/tests/test_new.py
            new file mode 100644
            --- /dev/null
            +++ b/tests/test_new.py
            @@ -0,0 +1,2 @@
            +@pytest.mark.skip
            +def test_new(): pass
            """).Should().BeEmpty();
    }

    [Fact]
    public void A_deleted_file_takes_its_tests_along()
    {
        Read("""
            diff --git a/a_test.go b/a_test.go
            deleted file mode 100644
            --- a/a_test.go
            +++ /dev/null
            @@ -1,3 +0,0 @@
            -func TestAdd(t *testing.T) {
            -	t.Fail()
            -}
            """).Should().Equal(("Deleted", "a_test.go", "TestAdd"));
    }

    [Fact]
    public void A_test_that_has_a_result_no_more_or_is_skipped_is_found_without_the_patch()
    {
        var before = Results(("m.test_a", TestStatus.Passed), ("m.test_b", TestStatus.Failed), ("m.test_c", TestStatus.Passed));
        var after = Results(("m.test_a", TestStatus.Passed), ("m.test_b", TestStatus.Skipped));

        TamperReport.Of(before, after, []).Select(finding => (finding.Kind, finding.Test, finding.Evidence)).Should().Equal(
            (Tampering.Deleted, "m.test_c", "passed before, has no result after"),
            (Tampering.Skipped, "m.test_b", "failed before, is skipped after"));
    }

    [Fact]
    public void Results_and_patch_tell_of_a_deleted_test_once()
    {
        var before = Results(("tests.test_a.test_ok", TestStatus.Passed), ("tests.test_a.test_bad", TestStatus.Failed));
        var after = Results(("tests.test_a.test_ok", TestStatus.Passed));
        var patch = Patch("""
            diff --git a/tests/test_a.py b/tests/test_a.py
            --- a/tests/test_a.py
            +++ b/tests/test_a.py
            @@ -1,4 +1,2 @@
             def test_ok():
                 pass
            -def test_bad():
            -    assert False
            """);

        TamperReport.Of(before, after, patch).Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = Tampering.Deleted, File = "tests/test_a.py", Test = "tests.test_a.test_bad" });
    }

    [Fact]
    public void A_run_that_did_not_get_to_its_tests_has_deleted_none()
    {
        var before = Results(("a", TestStatus.Passed));
        var after = Results();

        TamperReport.Of(before, after, []).Should().BeEmpty();
    }

    [Fact]
    public void A_test_that_moved_to_another_file_is_not_deleted()
    {
        var results = Results(("tests.test_b.test_x", TestStatus.Passed));
        var patch = Patch("""
            diff --git a/tests/test_a.py b/tests/test_a.py
            --- a/tests/test_a.py
            +++ b/tests/test_a.py
            @@ -1,3 +1,1 @@
             import os
            -def test_x():
            -    assert True
            """);

        TamperReport.Of(null, results, patch).Should().BeEmpty();
    }

    private static IEnumerable<(string, string?, string?)> Read(string patch) => TamperReport.Of(null, Results(), Patch(patch))
        .Select(finding => (finding.Kind.ToString(), finding.File, finding.Test));

    private static IReadOnlyList<FilePatch> Patch(string text) => PatchReader.Read(new StringReader(text + "\n"));

    internal static TestResults Results(params (string Name, TestStatus Status)[] tests)
    {
        var report = TestReport.Of("f", [.. tests.Select(test => new TestCase(test.Name, test.Status))]);
        return TestResults.Of(
            new TestCommand("t", "test"), "host", "b", null, new TestRun(0, TimeSpan.Zero, report, ""), null);
    }
}
