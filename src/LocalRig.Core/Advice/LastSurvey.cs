using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Advice;

/// <summary>The lines of the survey that was made last, for a face with one slow thread: a page asks for a machine's pick first and for its whole list right afterwards.</summary>
internal sealed class LastSurvey
{
    private Dictionary<string, SurveyLine?> _lines = [];
    private Rig? _rig;
    private string _engine = "";
    private PlanQuestion? _question;

    /// <summary>Lines of this machine, engine and question by the model's name, null for a model that doesn't run; those of another survey are forgotten.</summary>
    /// <param name="rig">The machine.</param>
    /// <param name="engine">Whose rules apply.</param>
    /// <param name="question">Workload and placement for all.</param>
    public Dictionary<string, SurveyLine?> Of(Rig rig, IEngine engine, PlanQuestion question)
    {
        string name = $"{engine.Name} {engine.Build}";
        if (_rig is null || !Same(_rig, rig) || _engine != name || _question != question)
        {
            // A survey that is still being made keeps its own.
            (_rig, _engine, _question, _lines) = (rig, name, question, []);
        }

        return _lines;
    }

    private static bool Same(Rig a, Rig b) =>
        a.Name == b.Name && a.Host == b.Host && a.Devices.SequenceEqual(b.Devices) && a.Notes.SequenceEqual(b.Notes) && a.Measured.SequenceEqual(b.Measured);
}
