"""How children are found: the folded words of each; and what was decided of two records that may be of one child."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models import at_with_by
from base.names import LONGEST_WORD, FoldedField
from casework.enums import WordKind
from casework.models.cases import Case
from casework.models.children import Child


class SearchWord(models.Model):
    """A folded word by which a child is found, and so each of their cases; one of `case` finds that case alone.

    Kept by `names.actions.keep_search_words` alone; it follows from what is recorded, and can be made anew from that.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="search_words", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=10, choices=WordKind)
    word = FoldedField(max_length=LONGEST_WORD)

    personal_fields = ("word",)
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("word", "child", "case"), name="search_word_finds_case"),
            models.Index(fields=("child", "word", "case"), name="search_word_of_child"),
            models.Index(fields=("case",), condition=Q(case__isnull=False), name="search_word_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of child {self.child_id}"


class AnotherChild(models.Model):
    """Somebody's answer that two records much alike are of two children: it is not asked again until it is taken back.

    `first` is the record that was made earlier.
    """

    first = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("answered_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="another_child_in_order"),
            models.UniqueConstraint(
                fields=("first", "second"), condition=Q(taken_back_at=None), name="another_child_answered_once"
            ),
            at_with_by("taken_back", model="anotherchild"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class ChildMerge(models.Model):
    """Two records were one child's: what stood in both, what was moved to the record that is kept, who did it and why.

    `moved` names the rows that went over, and what of them was changed, by table; it is what undoing goes by.
    """

    kept = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kept_before = models.JSONField("the record that is kept, as it was")
    kept_after = models.JSONField("the record that is kept, as the merge left it")
    merged_before = models.JSONField("the other record, as it was")
    moved = models.JSONField()
    reason = models.TextField(max_length=2000)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(max_length=2000, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("kept_before", "kept_after", "merged_before", "moved", "reason", "undone_reason")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("merged_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two_records"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
            models.UniqueConstraint(fields=("merged",), condition=Q(undone_at=None), name="record_merged_once"),
            at_with_by("undone", model="childmerge"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_reason="") | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="undone_merge_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"Child {self.merged_id} into {self.kept_id}"
