"""The MkDocs plugin: MkDocs' events turned into calls on the pipeline.

`mkdocs build` and `mkdocs serve` give the same site as `paperindex build` because both ask MkDocs for
the same few pages and hand them to the same pipeline. Reading this module you learn how MkDocs works;
reading any other you can forget that MkDocs exists.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from generator.loading.library_loader import LoadedContent
from generator.model.extent import EXTENTS
from generator.pages.frame import MARKED_ADDRESS, MARKED_BODY, MARKED_DESCRIPTION, MARKED_TITLE
from generator.pages.template_fault import TemplateFault
from generator.pipeline import ContentRefused, check_project, publish
from generator.project import Project, open_project
from generator.reporting import problem_report
from generator.settings.reading import SettingsFault
from generator.shell.engine_folder import read_engine_folder
from generator.shell.identity import apply_surroundings
from generator.writing.links import DeadLinks
from generator.writing.site_writer import WriteFault
from generator.writing.workshop import Workshop

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

MARKED_SOURCE = MARKED_ADDRESS.rstrip("/") + ".md"
log = logging.getLogger("mkdocs.plugins.paperindex")


class PaperIndexOptions(Config):
    """What mkdocs.yml may say under ``plugins: - paperindex:``."""

    content = config_options.Type(str, default="content")
    social_cards = config_options.Optional(config_options.Type(bool))
    extent = config_options.Optional(config_options.Choice(EXTENTS))


class PaperIndexPlugin(BasePlugin[PaperIndexOptions]):
    """Checks the content before MkDocs touches the site, and adds the generated pages after it."""

    frame_only = False
    """Set by the engine host, which wants the theme's pages and nothing else."""

    def __init__(self) -> None:
        self._serving = False
        self._project: Project | None = None
        self._workshop: Workshop | None = None
        self._loaded: LoadedContent | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether MkDocs serves: then it owns the output folder."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the content, and send MkDocs to a folder of its own so that the last good site stays whole."""
        apply_surroundings(config)
        # A project opened anew each time: settings may have changed since the last rebuild.
        try:
            project = open_project(Path(config.config_file_path), site=Path(config.site_dir))
        except SettingsFault as fault:
            log.error("%s", problem_report(fault.problems))
            raise Abort(str(fault)) from None
        for place in reversed(project.templates):
            config.theme.dirs.insert(0, str(place / "theme"))
        self._project = project
        if self.frame_only:
            return config
        self._loaded = self._checked(project)
        if not self._serving:
            self._workshop = Workshop(Path(tempfile.gettempdir()), "paperindex-build-")
            config.site_dir = str(self._workshop.path)
        return config

    def _checked(self, project: Project) -> LoadedContent:
        """The content, its problems logged. While serving, faulty content leaves the last good one in place."""
        try:
            loaded = check_project(project)
        except ContentRefused as refused:
            log.error(
                "the content has errors; the site stays as it was\n%s", problem_report(refused.problems)
            )
            # MkDocs would make readers wait until the fault is mended.
            if self._serving and self._loaded is not None:
                return self._loaded
            raise Abort("mend them and build again") from None
        if loaded.problems:
            log.warning("%s", problem_report(loaded.problems))
        return loaded

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the marked page that becomes the frame."""
        content = (
            f"---\ntitle: {MARKED_TITLE}\ndescription: {MARKED_DESCRIPTION}\nhide: [navigation, toc]\n---\n"
        )
        files.append(
            File.generated(config, MARKED_SOURCE, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        )
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give the marked page its body's mark, which Markdown would not let through unchanged."""
        return MARKED_BODY if page.file.src_uri == MARKED_SOURCE else html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Generate the site around what MkDocs made."""
        if self.frame_only or self._project is None or self._loaded is None:
            return
        folder = Path(config.site_dir)
        engine = read_engine_folder(folder, config)
        try:
            publish(self._project, engine, self._loaded, folder if self._serving else None)
        except (DeadLinks, TemplateFault, WriteFault) as fault:
            log.error("the site was not written: %s", fault)
            raise Abort("mend that and build again") from None
        self._leave_workshop(config)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing behind when MkDocs gives up."""
        self._leave_workshop(None)

    def _leave_workshop(self, config: MkDocsConfig | None) -> None:
        if self._workshop is not None:
            self._workshop.close()
            self._workshop = None
        if config is not None and self._project is not None and not self._serving:
            config.site_dir = str(self._project.site)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Rebuild when content or templates change, and let the pages reload under their policy."""
        # Late: its server takes a tenth of what MkDocs itself takes to load, and a build has no use for it.
        from generator.shell.live_reload import allow_reload_script

        allow_reload_script(server)
        if self._project is not None:
            for folder in (self._project.content, *self._project.templates):
                if folder.is_dir():
                    server.watch(str(folder))
        return server
