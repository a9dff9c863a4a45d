"""``specslint [PATH...]``: check the tree, or files of it."""

from __future__ import annotations

import os

from specslint import output_cache
from specslint.commands.inputs import checked, config_of, selected, with_docs_job
from specslint.commands.output import finish
from specslint.commands.root import root_of
from specslint.engine.result import Checked
from specslint.engine.sources import RecordingTree, Source, WorkTree
from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Check what the options name, print the findings, and return the exit code.

    :raises UserError: the options or the repository are invalid.
    """
    root = root_of(options)
    source: Source = WorkTree(root)
    recording = None
    # The output is not cached: what a revision names may change, and only git can tell.
    elsewhere = options.config is not None or options.config_from is not None
    if root == os.getcwd() and not elsewhere and not options.no_cache:
        source = recording = RecordingTree(WorkTree(root))
    config = with_docs_job(config_of(options, source, root), options, source, root)
    if options.show_settings:
        print(config.describe(), end="")
        return 0
    source, targets = selected(options, root, source, config)
    report = checked(options, root, source, config, targets)
    if options.write_baseline:
        from specslint.commands.baseline import write_baseline

        return write_baseline(Checked(report, source, config), options, root)

    def remember(shown: str, code: int) -> None:
        # If no file was read, the cache could not notice that one is created later.
        if recording and recording.complete and report.files:
            output_cache.store(options.arguments, recording.inputs, (shown, code))

    return finish([Checked(report, source, config)], options, root, remember)
