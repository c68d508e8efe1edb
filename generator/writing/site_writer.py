"""From decided files to a folder on disk, all at once or not at all.

A build is written beside the old site and takes its place in one step, so whoever looks sees one
whole site, old or new. Files that did not change are carried over as they are (hard links), with
their times: what a server or a copy tool watches sees only what is really new.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from generator.model.output_file import OutputFile
from generator.working.known_files import FileMark, KnownFiles
from generator.working.traces import Folder, KnownSite, MovedFolder
from generator.writing.addresses import checked_address
from generator.writing.looking import Look, files_in, look_at, mark_at, mark_of
from generator.writing.notes import Put
from generator.writing.workshop import workshop

RENAME_EXCHANGE = 2
"""Linux, renameat2(2): two paths change places in one step."""
AT_FDCWD = -100
WRITTEN_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


class WriteFault(Exception):
    """The system would not let us write; the message says what to do. The old site is still there."""


class SiteDiffers(Exception):
    """The site's folder does not hold what the last build left there: it has to be written whole."""


class WrittenSite(NamedTuple):
    """What changed on disk."""

    files: int
    written: int
    """How many files are new or differ from the last site."""
    removed: int
    folder: Path
    known: KnownSite | None = None
    """What the next build may rely on; None for a site that was added to in its place."""

    @property
    def size(self) -> int:
        """Bytes of all files; 0 for a site that was added to in its place."""
        return self.known.files.bytes if self.known else 0


def write_site(
    folder: Path, engine_files: Mapping[str, Path], outputs: Iterable[OutputFile], *, in_place: bool = False
) -> WrittenSite:
    """Make ``folder`` hold exactly the given files; on one address an output wins over an engine's file.

    ``in_place`` adds to a folder that somebody else made and serves: nothing is removed there.
    Raises WriteFault when the disk is full, read-only or closed to us; then the old site is untouched.
    """
    contents: dict[str, bytes | Path] = {**engine_files}
    contents.update((output.address, output.content) for output in outputs)
    with new_site(folder, in_place=in_place) as site:
        put = {address: site.put(address, content) for address, content in contents.items()}
        written = [address for address, one in put.items() if one.written]
        return site.publish({address: one.mark for address, one in put.items()}, written)


@contextmanager
def new_site(
    folder: Path,
    *,
    in_place: bool = False,
    spare: Path | None = None,
    folder_times: Path | None = None,
    known: KnownSite | None = None,
    twinned: bool = False,
) -> Iterator[NewSite]:
    """A site that is made beside the one in ``folder`` and takes its place when it is published.

    What is not published is gone without a trace. At ``spare`` the site that was replaced may wait for the next
    build, which then has to change in it only what two builds changed; it shares its files with the site itself,
    so it takes hardly any room, and it may be deleted at any time. Where the folders are as the last build left them
    (``known``), the new site begins as a twin of the old one; in the file ``folder_times`` one look at a twin leaves
    something to the next. Where there is no site yet, one that is ``twinned`` leaves a spare site as well, which the next build
    need not make then. Faults of the disk leave as WriteFault.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not in_place:
            _bring_back(folder)
            _refuse_foreign(folder)
        prefix = f".{folder.name}-new-"
        with workshop(folder.parent, prefix, spare) as new, _held(folder) as old, ExitStack() as more:
            twin = None
            if twinned and spare is not None and old is None and not any(new.iterdir()) and _can_link(new):
                twin = more.enter_context(workshop(folder.parent, prefix))
            yield NewSite(folder, new, old, in_place, known, folder_times, twin)
            if spare is not None:
                _kept_as(spare, twin or new)
    except OSError as error:
        raise WriteFault(explained(error, folder)) from error


class NewSite:
    """A site in the making. Several processes may put files into it, each its own."""

    def __init__(
        self,
        folder: Path,
        new: Path,
        old: int | None,
        in_place: bool,
        known: KnownSite | None = None,
        folder_times: Path | None = None,
        twin: Path | None = None,
    ) -> None:
        """``new`` is where it is made, ``old`` the held descriptor of the site in ``folder``, if there is one, and ``twin`` a
        folder that shall hold the same files.
        """
        self._folder = folder
        self._new = new
        # Plain strings and system calls: at a hundred thousand files, path objects cost more than the writing.
        self._here = os.fspath(new)
        self._old = old
        self._in_place = in_place
        self._folder_times = folder_times
        self._begun = any(new.iterdir())
        self._twin = os.fspath(twin) if twin is not None else None
        self._made = {self._here}
        if self._twin is not None:
            self._made.add(self._twin)
        self._process = os.getpid()
        self._moved: MovedFolder | None = None
        self._carried: list[str] = []
        """Names of files that stayed what they were in the folder that was moved."""
        self.twin_of = known if known is not None and self._made_a_twin(known) else None
        """What is known of the old site, where this one holds all its files already."""

    def _made_a_twin(self, known: KnownSite) -> bool:
        """Make the begun folder, or an empty one, hold every file of the old site."""
        if self._old is None or _identity(os.fstat(self._old)) != known.folder:
            return False
        if not self._begun:
            missing: Iterable[str] = known.files
        elif _identity(os.lstat(self._here)) == known.spare:
            missing = known.differs
            if known.moved is not None and not self._move(known.moved):
                return False
        else:
            return False
        self._begun = True
        for address in missing:
            target = f"{self._here}/{checked_address(address)}"
            if address in known.files:
                self._make_folder(target.rpartition("/")[0])
                _make_way(target)
                if not _linked(address, self._old, target):
                    return False
            else:
                self._remove_moved(address, known.moved, known.files)
        return True

    def put_output(self, output: OutputFile) -> Put:
        """The same as `put`; of a twin whole folders are moved where the outputs tell what they were."""
        known = self.twin_of.files.get(output.was) if self.twin_of and output.was else None
        if known is not None and self._was_moved(str(output.was), checked_address(output.address)):
            self._carried.append(output.address.rpartition("/")[2])
            return Put(False, known)
        return self.put(output.address, output.content)

    def _was_moved(self, before: str, now: str) -> bool:
        """Whether a file stands at its new address since its folder was moved there."""
        # What another process moves, the one that publishes would not know.
        if before == now or os.getpid() != self._process:
            return False
        (old, _, old_name), (new, _, name) = before.rpartition("/"), now.rpartition("/")
        if self._moved is None:
            moved = MovedFolder(old, new, ())
            self._moved = moved if self._move(moved) else MovedFolder("", "", ())
        return (old, new, old_name) == (self._moved.before, self._moved.now, name)

    def _move(self, moved: MovedFolder) -> bool:
        """Give a folder another address; False where the system refuses, as where something is there."""
        before, now = (f"{self._here}/{checked_address(one)}" for one in (moved.before, moved.now))
        try:
            os.rename(before, now)  # noqa: PTH104
        except OSError:
            return False
        self._made.discard(before)
        self._made.add(now)
        return True

    def _remove_moved(self, address: str, moved: MovedFolder | None, files: Collection[str]) -> None:
        """Remove a file that is not among ``files``, where its folder may have been moved with it."""
        if moved is not None and address.startswith(f"{moved.before}/"):
            address = f"{moved.now}{address[len(moved.before) :]}"
            if address in files:
                return
        self.remove(address)

    def put(self, address: str, content: bytes | Path) -> Put:
        """Write a file, or carry it over from the old site where that holds the same."""
        target = f"{self._here}/{checked_address(address)}"
        data = content.read_bytes() if isinstance(content, Path) else content
        status = _status_if_it_holds(address, data, self._old) if self._old is not None else None
        self._make_folder(target.rpartition("/")[0])
        if self._begun:
            if status is not None and _is_same_file(target, status):
                return Put(False, mark_of(status))
            # Never written over: the file may be one with a file of the old site.
            _make_way(target)
        if status is not None and self._old is not None and _linked(address, self._old, target):
            return Put(False, mark_of(status))
        mark = _write(target, data)
        if self._twin is not None:
            twin = f"{self._twin}/{address}"
            self._make_folder(twin.rpartition("/")[0])
            # What was put before is the same file.
            with suppress(FileExistsError):
                os.link(target, twin)
        return Put(True, mark)

    def remove(self, address: str) -> None:
        """Remove a file that a twin has, and the folders that are empty without it."""
        target = f"{self._here}/{checked_address(address)}"
        _make_way(target)
        folder = target.rpartition("/")[0]
        while folder != self._here:
            try:
                os.rmdir(folder)  # noqa: PTH106
            except OSError:
                return
            self._made.discard(folder)
            folder = folder.rpartition("/")[0]

    def _make_folder(self, folder: str) -> None:
        """See to it that there is a real folder, neither a link nor a file that a begun site has there."""
        if folder in self._made:
            return
        self._make_folder(folder.rpartition("/")[0])
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(folder).st_mode):
                os.unlink(folder)  # noqa: PTH108
                os.mkdir(folder)  # noqa: PTH102
        self._made.add(folder)

    def left(self, address: str) -> bytes | None:
        """What the last build left at an address; None where it is not known to be there as it was."""
        known = self.twin_of.files.get(address) if self.twin_of is not None else None
        if known is None or self._old is None:
            return None
        try:
            # Neither a link is followed nor a pipe waited for.
            file = os.open(address, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._old)
            with io.FileIO(file) as stream:
                return stream.readall() if mark_of(os.fstat(file)) == known else None
        except OSError:
            return None

    def read(self, address: str) -> bytes:
        """A file that was put."""
        with io.FileIO(f"{self._here}/{address}") as stream:
            return stream.readall()

    def look(self) -> Look:
        """Where a twin does not hold, as it is now, what the old site is known to hold.

        Other processes may put and remove files meanwhile; what they have touched may be among these or not.
        """
        if self.twin_of is None:
            return Look(set())
        return look_at(self._here, self.twin_of.files, self._folder_times, self.twin_of.looked)

    def publish(
        self,
        files: Mapping[str, FileMark],
        written: Sequence[str],
        looked: Callable[[], Look] | None = None,
        replaced: Iterable[str] | None = None,
    ) -> WrittenSite:
        """Put the site in its place; ``files`` are all that it has, ``written`` those that were not carried over, and
        ``looked`` gives what was found by a `look` since the site was begun, or by one at the spare site before that.
        What a twin has may be gone only where it is among the ``replaced`` ones, if those are told.

        Raises SiteDiffers where a twin does not hold exactly these files.
        """
        if self._in_place:
            return self._add_to_folder(files)
        look = Look(set())
        if self.twin_of is not None:
            gone = [
                address
                for address in (self.twin_of.files if replaced is None else replaced)
                if address not in files
            ]
            for address in gone:
                self._remove_moved(address, self._moved, files)
            removed = self._without_carried(gone)
            look = looked() if looked is not None else self.look()
            if look.folder != _identity(os.lstat(self._here)):
                look = self.look()
            self._mend(look.strange, files)
            if not self._holds(look.strange.union(self.twin_of.differs), files):
                raise SiteDiffers
        else:
            before = files_in(os.fspath(self._folder)) if self._folder.is_dir() else set()
            removed = sorted(before - files.keys())
            if self._begun:
                _clear_but(self._new, set(files))
        # The workshop is private; a site is there to be served.
        self._new.chmod(0o755)
        _take_place(self._new, self._folder)
        known = KnownSite(
            folder=_identity(self._folder.lstat()),
            spare=self._spare_now(),
            differs=() if self._twin is not None else (*written, *removed),
            files=files if isinstance(files, KnownFiles) else KnownFiles(files),
            looked=look.kept,
            moved=self._moved._replace(names=tuple(self._carried)) if self._moved and self._carried else None,
        )
        return WrittenSite(len(files), len(written), len(removed), self._folder, known)

    def _spare_now(self) -> Folder | None:
        """The folder that the next build may begin with."""
        if self._twin is not None:
            return _identity(os.lstat(self._twin))
        return _identity(os.fstat(self._old)) if self._old is not None else None

    def _holds(self, doubtful: AbstractSet[str], files: Mapping[str, FileMark]) -> bool:
        """Whether what is doubtful is as it should be, and what was moved since somebody looked. What was put since is
        known from putting it.
        """
        own = self._moved and self._moved._replace(names=tuple(self._carried))
        moves = [moved for moved in (self.twin_of and self.twin_of.moved, own) if moved and moved.now]
        moved = {f"{one.now}/{name}" for one in moves for name in one.names}
        moved.update(f"{one.now}/{name}" for one in moves for name in files_in(f"{self._here}/{one.now}"))
        # Of a folder that is there no more each file is missed; there is no need to ask for all of them.
        left = {one.before for one in moves if not os.path.lexists(f"{self._here}/{one.before}")}
        return all(
            (None if address.rpartition("/")[0] in left else mark_at(f"{self._here}/{address}"))
            == files.get(address)
            for address in doubtful | moved
        )

    def _mend(self, strange: Iterable[str], files: Mapping[str, FileMark]) -> None:
        """Take from the old site what a twin has otherwise: somebody may have added to the folder while it was served, or
        changed a file by hand. What cannot be had from there stays as it is.
        """
        for address in strange:
            known, target = files.get(address), f"{self._here}/{address}"
            if known is None or self._old is None or mark_at(target) == known:
                continue
            with suppress(OSError):
                status = os.stat(address, dir_fd=self._old, follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and mark_of(status) == known:
                    self._make_folder(target.rpartition("/")[0])
                    _make_way(target)
                    _linked(address, self._old, target)

    def _without_carried(self, gone: list[str]) -> list[str]:
        """Addresses but for those that only became other ones."""
        if self._moved is None:
            return gone
        carried = {f"{self._moved.before}/{name}" for name in self._carried}
        return [address for address in gone if address not in carried]

    def _add_to_folder(self, addresses: Collection[str]) -> WrittenSite:
        """Move what differs into the folder, file by file."""
        written = 0
        for address in addresses:
            source, target = self._new / address, self._folder / address
            if target.exists() and (source.samefile(target) or source.read_bytes() == target.read_bytes()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            written += 1
        return WrittenSite(len(addresses), written, 0, self._folder)


def _can_link(folder: Path) -> bool:
    """Whether the file system has hard links."""
    one, other = folder / "one", folder / "other"
    one.touch()
    try:
        other.hardlink_to(one)
    except OSError:
        return False
    finally:
        one.unlink()
        other.unlink(missing_ok=True)
    return True


def _aside(folder: Path) -> Path:
    """Where the old site waits for a moment on systems that cannot swap two folders."""
    return folder.with_name(f".{folder.name}-old")


def _bring_back(folder: Path) -> None:
    """Put the old site back where a build was killed just when it had moved it aside."""
    aside = _aside(folder)
    if not aside.is_dir() or aside.is_symlink():
        return
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(folder)


@contextmanager
def _held(folder: Path) -> Iterator[int | None]:
    """The old site held by a descriptor: another build that ends meanwhile cannot put its own under our hands."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _refuse_foreign(folder: Path) -> None:
    """Never replace a folder that is not a built site: a mistyped path must not cost anybody their files."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise WriteFault(f"{folder} is not a folder: name another one with --site-dir")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "index.html").is_file():
        raise WriteFault(
            f"{folder} holds files but no site: empty it, or name another folder with --site-dir"
        )


def _status_if_it_holds(path: str, data: bytes, folder: int) -> os.stat_result | None:
    """The status of the regular file at ``path`` below the held ``folder`` if it has exactly this content."""
    try:
        status = os.stat(path, dir_fd=folder, follow_symlinks=False)
        if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
            return None
        with io.FileIO(os.open(path, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)) as stream:
            return status if stream.readall() == data else None
    except OSError:
        return None


def _identity(status: os.stat_result) -> Folder:
    return status.st_dev, status.st_ino


def _is_same_file(path: str, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.lstat(path), status)
    except OSError:
        return False


def _make_way(target: str) -> None:
    """Remove what lies at ``target``."""
    try:
        os.unlink(target)  # noqa: PTH108  (plain strings, see above)
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):
        # To unlink a folder is EISDIR on Linux, and EPERM elsewhere, as POSIX has it.
        if not stat.S_ISDIR(os.lstat(target).st_mode):
            raise
        shutil.rmtree(target)


def _clear_but(folder: Path, addresses: set[str]) -> None:
    """Remove every file that is not among the addresses, and every folder that holds none."""
    start = len(os.fspath(folder)) + 1
    for place, folders, names in os.walk(folder, topdown=False):
        left = len(names)
        for name in names:
            path = f"{place}/{name}"
            if path[start:] not in addresses:
                os.unlink(path)  # noqa: PTH108
                left -= 1
        if not left and len(place) >= start and not (folders and os.listdir(place)):  # noqa: PTH208
            os.rmdir(place)  # noqa: PTH106


def _kept_as(spare: Path, replaced: Path) -> None:
    """Let the site that was replaced wait for the next build; where that cannot be, it is simply removed."""
    try:
        spare.parent.mkdir(parents=True, exist_ok=True)
        replaced.rename(spare)
    except OSError:
        return


def _write(path: str, data: bytes) -> FileMark:
    # The bare calls: a stream asks the system once more what it has opened.
    file = os.open(path, WRITTEN_ANEW, 0o666)
    try:
        done = os.write(file, data)
        while done < len(data):
            done += os.write(file, memoryview(data)[done:])
        return mark_of(os.fstat(file))
    finally:
        os.close(file)


def _linked(path: str, folder: int, new: str) -> bool:
    """Carry a file over; False where the file system has no hard links, and the file is written anew."""
    try:
        os.link(path, new, src_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOENT):
            return False
        raise
    return True


def _take_place(new: Path, folder: Path) -> None:
    """Put ``new`` where ``folder`` is. Afterwards the old site, if there was one, lies at ``new``."""
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        aside = _aside(folder)
        folder.rename(aside)
        new.rename(folder)
        aside.rename(new)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step where the system can (Linux), so that no reader meets a gap."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def explained(error: OSError, folder: Path) -> str:
    """What the system refused, and what to do."""
    next_step = {
        errno.ENOSPC: "the disk is full: free some space and build again",
        errno.EFBIG: "files may not grow that large here: raise the limit (ulimit -f) and build again",
        errno.EDQUOT: "your share of the disk is used up: free some space and build again",
        errno.EROFS: "the disk is read-only: name another folder with --site-dir",
        errno.EACCES: "no permission to write there: change it, or name another folder with --site-dir",
        errno.EPERM: "no permission to write there: change it, or name another folder with --site-dir",
    }.get(error.errno or 0, "build again once that is mended")
    return f"{folder} could not be written ({error.strerror or error}); the last site is untouched. {next_step[:1].upper()}{next_step[1:]}"
