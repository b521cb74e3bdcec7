"""How much may still be calculated: counted, never timed, so that the same counts give the same release anywhere."""


class OutOfWorkError(Exception):
    """No work is left."""


class Work:
    """Work that is left, in cells: a run of the solver over a component is as many as it has cells.

    One is some 10 µs of processor time.
    """

    def __init__(self, cells: int) -> None:
        self.left = cells

    def spend(self, cells: int) -> None:
        """Counts work before it is done.

        Errors: `OutOfWorkError` where more is asked than is left.
        """
        self.left -= cells
        if self.left < 0:
            raise OutOfWorkError
